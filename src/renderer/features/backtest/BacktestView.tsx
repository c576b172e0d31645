export function BacktestView() {
  return null;
}
