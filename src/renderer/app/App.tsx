// The window's frame.

export function App() {
  return (
    <main>
      <h1>Foredeck</h1>
    </main>
  );
}
