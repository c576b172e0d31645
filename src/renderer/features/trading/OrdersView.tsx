export function OrdersView() {
  return null;
}
