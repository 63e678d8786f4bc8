/** The words of the encrypted file with what was not received. */

export const file = {
  file_title: "It cannot be sent? Save it to a file",
  file_lead: "The file is encrypted: it opens only on the server, at the office, without the tablet's PIN. Copy it from the tablet and hand it in at the office, under “Tablets”. What is in it stays on the tablet too; what arrives by two ways is counted once.",
  file_save: "Save to a file",
  file_saved: { one: "The file is saved, with {n} entry. It is not received yet: hand the file in at the office.", other: "The file is saved, with {n} entries. They are not received yet: hand the file in at the office." },
};
