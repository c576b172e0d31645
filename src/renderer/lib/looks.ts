// The choices of look, in words.
export const THEME_OPTIONS = [
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
  { value: 'system', label: 'As the system' },
] as const;

export const PALETTE_OPTIONS = [
  { value: 'standard', label: 'Green and red' },
  { value: 'safe', label: 'Blue and orange' },
] as const;
