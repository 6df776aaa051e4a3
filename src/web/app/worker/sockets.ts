import type { Sockets } from '../../../client/ports.ts';

export const sockets: Sockets = {
  open(path, protocols, listener) {
    const address = new URL(path, location.origin.replace(/^http/, 'ws'));
    const socket = new WebSocket(address, [...protocols]);
    let over = false;
    socket.onopen = () => listener.opened();
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') listener.received(data);
    };
    // A failure is always followed by `close`.
    socket.onclose = () => {
      if (over) return;
      over = true;
      listener.closed();
    };
    return {
      send(frame) {
        if (socket.readyState === WebSocket.OPEN) socket.send(frame);
      },
      close: () => socket.close(),
    };
  },
};
