// One way to write large whole numbers for people.

/** `1234567` as `1,234,567`. */
export const groupDigits = (whole: string | number): string => String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
