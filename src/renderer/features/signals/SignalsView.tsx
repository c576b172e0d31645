export function SignalsView() {
  return null;
}
