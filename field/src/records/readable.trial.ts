/** What a thief could read on a tablet's disk without any key. */

/** Every text that stands in an IndexedDB: keys, values, and the bytes of what is sealed, read as two encodings. */
export async function readable(disk: IDBFactory): Promise<string> {
  const texts: string[] = [];
  for (const { name } of await disk.databases()) {
    const database = await answered(disk.open(name!));
    for (const store of database.objectStoreNames) {
      say(await answered(database.transaction(store).objectStore(store).getAll()), texts);
    }
    database.close();
  }
  return texts.join("\n");
}

function answered<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function say(value: unknown, texts: string[]): void {
  if (value instanceof Uint8Array) {
    texts.push(Buffer.from(value).toString("latin1"), Buffer.from(value).toString("utf8"));
  } else if (value !== null && typeof value === "object") {
    for (const [key, one] of Object.entries(value)) {
      texts.push(key);
      say(one, texts);
    }
  } else texts.push(String(value));
}
