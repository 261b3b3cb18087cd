import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The executable that users get, started on a port of the system's choice, with a store of its own. */
export class Server {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
    private readonly folder: string,
  ) {}

  static async start(...flags: string[]): Promise<Server> {
    const executable = process.env.PHAROS_EXECUTABLE;
    if (!executable) {
      throw new Error('PHAROS_EXECUTABLE does not say where the executable is; ./test.sh sets it.');
    }
    const folder = await mkdtemp(join(tmpdir(), 'pharos-test-'));
    const child = spawn(
      executable,
      ['server', '--web.listen-address=127.0.0.1:0', `--storage.tsdb.path=${folder}`, ...flags],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const address = await new Promise<string>((resolve, reject) => {
      let log = '';
      child.stderr.setEncoding('utf8');
      child.stderr.on('data', (text: string) => {
        log += text;
        const listening = /msg="Listening on".* address=(\S+)/.exec(log);
        if (listening?.[1] && log.includes('Server is ready')) {
          resolve(listening[1]);
        }
      });
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${log}`)));
      child.once('error', reject);
    });
    return new Server(child, `http://${address}`, folder);
  }

  async stop(): Promise<number | null> {
    const status = await new Promise<number | null>((resolve) => {
      this.process.removeAllListeners('exit');
      this.process.once('exit', (code) => resolve(code));
      this.process.kill('SIGTERM');
    });
    await rm(this.folder, { recursive: true });
    return status;
  }
}
