// Where the server program is: the path that is set, else the program that comes with the extension, else the PATH.
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const PROGRAM = process.platform === 'win32' ? 'capplan.exe' : 'capplan';

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Gives the server's path; none if there is none, or if that which is set is none: the user means it and no other. */
export function findServer(set: string, extension: string): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const usual = [join(extension, 'server'), ...onPath].map((folder) => join(folder, PROGRAM));
  return (set === '' ? usual : [set.replace(/^~(?=\/)/, homedir())]).find(isProgram);
}
