export function AboutView() {
  return null;
}
