import { useShownNotices } from "../shared/notify";

/** What the portal would tell of in passing; a link in it needs a router. */
export function ShownNotices() {
  return (
    <>
      {useShownNotices().map(({ id, ariaRole, content }) => (
        <div key={id} role={ariaRole}>
          {content}
        </div>
      ))}
    </>
  );
}
