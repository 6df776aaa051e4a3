import { useEffect, useState, type ComponentType, type ReactNode } from 'react';

/** Its script is fetched once it is shown, or when `fetch` says so. */
type Later<P extends object> = ComponentType<P> & { readonly fetch: () => void };

/**
 * A component with a script of its own, and what stands in its place until that is here. It is there as soon as it can be:
 * React's own `lazy` holds back for 300 ms whatever takes the place of something else.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>, meanwhile: ReactNode = null): Later<P> {
  let loaded: ComponentType<P> | null = null;
  let loading: Promise<ComponentType<P>> | null = null;
  const bring = async (): Promise<ComponentType<P>> => {
    loading ??= load();
    loaded = await loading;
    return loaded;
  };
  function Shown(props: P): ReactNode {
    const [Component, setComponent] = useState(() => loaded);
    useEffect(() => {
      if (Component !== null) return;
      bring().then(
        (brought) => setComponent(() => brought),
        (error: unknown) =>
          setComponent(() => {
            // Thrown where it is drawn, it ends where every error of a page does.
            throw error;
          }),
      );
    }, [Component]);
    return Component === null ? meanwhile : <Component {...props} />;
  }
  return Object.assign(Shown, { fetch: () => void bring().catch(() => (loading = null)) });
}
