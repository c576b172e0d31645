export function StrategiesView() {
  return null;
}
