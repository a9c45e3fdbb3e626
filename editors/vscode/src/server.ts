// Where the server program is: the path that is set, else the program that comes with the extension, else the PATH.
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const PROGRAM = process.platform === 'win32' ? 'capplan.exe' : 'capplan';

/** The path that is set is no program. */
export class WrongPath extends Error {
  constructor(readonly path: string) {
    super(path);
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Gives the server's path, or undefined if there is none. A path that is set and wrong is an error: the user means
 * that program and no other.
 */
export function findServer(set: string, extension: string): string | undefined {
  if (set !== '') {
    const path = set.startsWith('~/') ? join(homedir(), set.slice(2)) : set;
    if (!isProgram(path)) {
      throw new WrongPath(path);
    }
    return path;
  }
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [join(extension, 'server'), ...onPath].map((folder) => join(folder, PROGRAM)).find(isProgram);
}
