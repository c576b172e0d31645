import type { PriceChart } from '../../charts/price/priceChart.ts';
import { saveFile } from '../../lib/saveFile.ts';
import { tell } from '../../ui/Toasts.tsx';

/** The chart as a PNG in the trader's downloads. */
export function saveScreenshot(chart: PriceChart | undefined, name: string): void {
  chart?.screenshot().toBlob((blob) => {
    if (blob === null) {
      tell({ title: 'The picture could not be made', tone: 'bad' });
      return;
    }
    const fileName = `${name.replace(/[^A-Za-z0-9]+/g, '-')}.png`;
    saveFile(fileName, blob);
    tell({ title: 'Screenshot saved', text: fileName, tone: 'good' });
  });
}
