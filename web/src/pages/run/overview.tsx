import type { ReactNode } from "react";
import { Connection } from "./connection.tsx";
import { Deliveries } from "./deliveries.tsx";
import { LiveLog } from "./live-log.tsx";
import { ProgressCard } from "./progress-card.tsx";
import { QuarantineCard } from "./quarantine.tsx";
import styles from "./run.module.css";
import type { RunView } from "./run.tsx";
import { SpeedPanel } from "./speed-panel.tsx";
import { StateSentence } from "./state-sentence.tsx";
import { SummaryCard } from "./summary-card.tsx";
import { UnitsCard } from "./units.tsx";

/** How far it is and how fast, or how it ended; each part loads and fails alone. */
export function Overview({ view }: { readonly view: RunView }): ReactNode {
  const { data, live } = view;
  const { run } = data.run;
  return (
    <div className={styles.stack}>
      <StateSentence view={view} />
      {live === undefined ? <SummaryCard view={view} /> : <ProgressCard live={live} before={data.before} />}
      <div className={styles.wide}>
        <SpeedPanel run={run} live={live} />
        <Connection view={view} />
      </div>
      <div className={styles.halves}>
        <div className={styles.stack}>
          <QuarantineCard view={view} />
          <Deliveries view={view} />
          <UnitsCard view={view} />
        </div>
        <LiveLog run={run} isLive={live !== undefined} />
      </div>
    </div>
  );
}
