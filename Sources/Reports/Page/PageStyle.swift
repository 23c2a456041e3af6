/// The page's style sheet: readable on paper and on a narrow screen, no fonts or images from elsewhere.
enum PageStyle {
  static let css = """
    :root { color-scheme: light; --ink: #1d2329; --soft: #58636e; --line: #d9dee3; --wash: #f5f7f8; --warn: #fff4df; }
    * { box-sizing: border-box; }
    body { margin: 0; color: var(--ink); background: white; line-height: 1.5;
      font-family: system-ui, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif; font-size: 15px; }
    main, header, footer { max-width: 1200px; margin: 0 auto; padding: 0 28px; }
    header { padding-top: 30px; }
    h1 { font-size: 27px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; }
    h2 { font-size: 20px; margin: 44px 0 8px; padding-top: 12px; border-top: 2px solid var(--ink); }
    h3 { font-size: 16.5px; margin: 30px 0 2px; }
    p { max-width: 100ch; margin: 6px 0 10px; }
    .soft, figcaption { color: var(--soft); font-size: 13px; }
    .notice { background: var(--warn); border-left: 4px solid #d08700; padding: 8px 14px; margin: 14px 0; max-width: none; }
    .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 2px 24px; margin: 16px 0 0; }
    .facts dt { color: var(--soft); font-size: 12px; }
    .facts dd { margin: 0 0 8px; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    nav { display: flex; flex-wrap: wrap; gap: 6px; margin: 14px 0 4px; }
    nav a { color: inherit; text-decoration: none; border: 1px solid var(--line); border-radius: 14px; padding: 1px 10px;
      font-size: 13px; background: var(--wash); }
    nav a:hover { border-color: var(--ink); }
    figure { margin: 10px 0 6px; overflow-x: auto; }
    figcaption { margin-top: 4px; max-width: 110ch; }
    .plot { min-height: 60px; }
    .table { overflow-x: auto; margin: 10px 0; }
    table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
    caption { text-align: left; font-weight: 600; padding: 6px 0; white-space: nowrap; }
    th, td { text-align: left; padding: 3px 12px 3px 0; vertical-align: top; white-space: nowrap; }
    td.wide { white-space: normal; min-width: 30ch; }
    thead th { font-weight: 600; border-bottom: 1px solid var(--ink); }
    thead tr.groups th { border-bottom: 0; color: var(--soft); font-weight: 500; padding-bottom: 0; }
    tbody th { font-weight: 500; }
    tbody tr:nth-child(even) { background: var(--wash); }
    .grade { display: inline-block; border-radius: 4px; padding: 0 7px; font-size: 12.5px; font-weight: 600;
      border: 1px solid; vertical-align: 1.5px; white-space: nowrap; }
    .grade-A, .grade-B { color: #0b5c43; border-color: #0b5c43; background: #eaf6f1; }
    .grade-C { color: #274f7d; border-color: #274f7d; background: #eef4fa; }
    .grade-D, .grade-E { color: #8a4b00; border-color: #8a4b00; background: #fff4df; }
    code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, monospace; font-size: 0.9em; overflow-wrap: anywhere; }
    pre { background: var(--wash); padding: 10px 14px; overflow-x: auto; font-size: 13px; }
    .swatch { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 7px; }
    ul { padding-left: 20px; } li { max-width: 100ch; }
    footer { margin-top: 50px; padding-top: 12px; padding-bottom: 40px; border-top: 1px solid var(--line); }
    @media print { .plot, tr { break-inside: avoid; } h2, h3 { break-after: avoid; } nav { display: none; } }
    """
}
