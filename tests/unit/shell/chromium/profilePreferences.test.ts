import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keepNothingTyped } from '../../../../src/main/shell/chromium/profilePreferences.ts';
import { tempFolder } from '../../../fixtures/tempFolder.ts';

const NOTHING_KEPT = {
  credentials_enable_service: false,
  profile: { password_manager_enabled: false },
  autofill: { profile_enabled: false, credit_card_enabled: false },
};

const fileOf = (profile: string): string => join(profile, 'Default', 'Preferences');
const written = (profile: string): unknown => JSON.parse(readFileSync(fileOf(profile), 'utf8'));

function aProfile(text: string): string {
  const profile = tempFolder();
  mkdirSync(join(profile, 'Default'));
  writeFileSync(fileOf(profile), text);
  return profile;
}

it('tells a browser that has not run yet to keep no password and fill no form', () => {
  const profile = tempFolder();
  keepNothingTyped(profile);
  expect(written(profile)).toEqual(NOTHING_KEPT);
});

it('leaves everything else as the browser wrote it, and takes back what was switched on', () => {
  const profile = aProfile(
    JSON.stringify({
      credentials_enable_service: true,
      profile: { name: 'Foredeck', password_manager_enabled: true },
      browser: { window_placement: { left: 3 } },
    }),
  );
  keepNothingTyped(profile);
  expect(written(profile)).toEqual({
    ...NOTHING_KEPT,
    profile: { name: 'Foredeck', password_manager_enabled: false },
    browser: { window_placement: { left: 3 } },
  });
});

it.each(['', 'no JSON', '[]', '{"profile":3,"autofill":null}'])('begins anew where it finds %j', (text) => {
  const profile = aProfile(text);
  keepNothingTyped(profile);
  expect(written(profile)).toEqual(NOTHING_KEPT);
});
