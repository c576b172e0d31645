// The look of the page: system type, two themes, print.

export const PAGE_STYLES = `
:root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--line:#dfe3e8;--text:#171b21;--soft:#596372;--good:#0a7350;--bad:#b42335;--accent:#2457c5;--hold:#8a6100;--warn-page:#fff3d6;--warn-text:#5c4100;--grid:#e8ebef;--heat-good:#12a36f;--heat-bad:#d9394c}
@media (prefers-color-scheme:dark){:root{--page:#0e1116;--card:#161b22;--line:#2b323c;--text:#e7ebf0;--soft:#9aa5b3;--good:#4cc38a;--bad:#ff7b86;--accent:#7aa7ff;--hold:#d9a93c;--warn-page:#3a2d0b;--warn-text:#ffdf94;--grid:#232a33;--heat-good:#2fae77;--heat-bad:#d3485a}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
header,main,footer{max-width:1180px;margin:0 auto;padding:0 24px}
header{padding-top:32px}
h1{font-size:26px;line-height:1.2;margin:0 0 4px;font-weight:650;letter-spacing:-.01em}
h2{font-size:16px;margin:0 0 12px;font-weight:650}
h3{font-size:13px;margin:0 0 8px;font-weight:600;color:var(--soft)}
.lead{margin:0;color:var(--soft)}
.banner{margin:16px 0 0;padding:10px 14px;border-radius:8px;background:var(--warn-page);color:var(--warn-text);font-weight:600}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin:16px 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(142px,1fr));gap:12px;margin:20px 0 16px;padding:0;list-style:none}
.tile{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 16px}
.tile b{display:block;font-size:20px;font-weight:650;line-height:1.3;letter-spacing:-.01em;white-space:nowrap}
.tile span{color:var(--soft);font-size:12px}
.good{color:var(--good)}.bad{color:var(--bad)}
.short{margin:0;padding-left:18px}.short li{margin:2px 0}
.grid2{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr));gap:16px 40px}
.grid3{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,260px),1fr));gap:20px 40px}
.grid3>div>div+div{margin-top:20px}
dl{margin:0}
.metrics div{display:grid;grid-template-columns:1fr auto;gap:0 12px;padding:4px 0;border-bottom:1px solid var(--grid)}
.metrics dt{position:relative}.metrics dd{margin:0;text-align:right;font-weight:550;white-space:nowrap}
.metrics .why{grid-column:1/-1;font-size:12px;color:var(--soft);font-weight:400;white-space:normal;text-align:left}
.term{border-bottom:1px dotted var(--soft);cursor:help}
.tip{position:absolute;z-index:2;left:0;top:100%;width:max-content;max-width:280px;padding:7px 10px;border-radius:6px;background:var(--text);color:var(--card);font-size:12px;line-height:1.4;visibility:hidden}
.term:hover+.tip,.term:focus+.tip{visibility:visible}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px}
caption{text-align:left;font-weight:600;color:var(--soft);padding-bottom:6px}
th,td{padding:5px 10px;text-align:left;border-bottom:1px solid var(--grid);white-space:nowrap}
thead th{color:var(--soft);font-weight:600;font-size:12px;border-bottom-color:var(--line)}
tbody th{font-weight:500}
th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
.num{text-align:right}
.months th,.months td{padding:5px 6px}.months td.num{font-size:12.5px}
.heat.good{background:color-mix(in srgb,var(--heat-good) var(--heat),transparent)}
.heat.bad{background:color-mix(in srgb,var(--heat-bad) var(--heat),transparent)}
.heat.good,.heat.bad{color:var(--text)}
.total{font-weight:650}
th button{all:unset;cursor:pointer;font:inherit}
th button:hover{color:var(--text)}
th[aria-sort=ascending] button:after{content:" \\2191"}th[aria-sort=descending] button:after{content:" \\2193"}
button:focus-visible,.term:focus-visible,summary:focus-visible,.charts:focus-visible,pre:focus-visible,th button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.pager{display:flex;gap:14px;align-items:center;justify-content:flex-end;margin-top:12px;color:var(--soft)}
.pager[hidden]{display:none}
.pager button{font:inherit;color:var(--text);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:4px 12px;cursor:pointer}
.pager button:disabled{opacity:.45;cursor:default}
.charts{margin:0}
.charts figcaption{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 24px;margin-bottom:8px;min-height:21px}
.keys{display:flex;gap:18px}
.key:before{content:"";display:inline-block;width:16px;height:3px;border-radius:2px;margin-right:7px;vertical-align:middle;background:var(--accent)}
.key-hold:before{background:repeating-linear-gradient(90deg,var(--hold) 0 4px,transparent 4px 6px)}.key-fall:before{background:var(--bad);height:9px;opacity:.45}
.readout{color:var(--soft);font-size:13px}
.panel{display:grid;grid-template-columns:minmax(0,1fr) 78px;gap:8px;margin-bottom:16px}
.plot{position:relative;border:1px solid var(--line);border-radius:4px;overflow:hidden;cursor:crosshair}
.panel-equity .plot{height:300px}.panel-drawdown .plot{height:130px}
.plot svg{display:block;width:100%;height:100%}
.plot path{fill:none}
.plot .grid{stroke:var(--grid);stroke-width:1}
.plot .equity{stroke:var(--accent);stroke-width:1.6;stroke-linejoin:round}
.plot .hold{stroke:var(--hold);stroke-width:1.1;stroke-dasharray:4 2;stroke-linejoin:round}
.plot .fall{stroke:var(--bad);stroke-width:1.1;fill:color-mix(in srgb,var(--bad) 22%,transparent)}
.cross{position:absolute;top:0;bottom:0;width:1px;background:var(--soft);pointer-events:none}
.scale{position:relative;font-size:12px;color:var(--soft)}
.scale span{position:absolute;transform:translateY(-50%);white-space:nowrap}
.times{position:relative;height:18px;margin-right:86px;font-size:12px;color:var(--soft);overflow:hidden}
.times span{position:absolute;transform:translateX(-50%);white-space:nowrap}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:4px 20px}
.facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}
details{margin-top:14px}summary{cursor:pointer;font-weight:600}
pre{overflow:auto;max-height:480px;background:var(--page);border:1px solid var(--line);border-radius:6px;padding:12px 14px;font-size:12.5px;line-height:1.45}
code{font-size:12.5px}
.empty,.note{color:var(--soft);margin:8px 0 0}
footer{padding-bottom:40px;color:var(--soft);font-size:12px;overflow-wrap:anywhere}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:760px){header,main,footer{padding:0 14px}.times span:nth-child(even){display:none}}
@media (max-width:520px){.times span:not(:nth-child(3n+1)){display:none}.card{padding:14px}}
@media print{body{background:#fff}.card,.tile{break-inside:avoid}.pager,.readout{display:none}}
`;
