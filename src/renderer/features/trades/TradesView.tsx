export function TradesView() {
  return null;
}
