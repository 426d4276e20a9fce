/** The id of the link to a delivery in the list, which takes the focus when that is closed. */
export function linkIdOf(deliveryId: string): string {
  return `delivery-${deliveryId}`;
}
