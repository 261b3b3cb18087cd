import { type ChildProcess, spawn } from 'node:child_process';

/** The executable that users get, started on a port of the system's choice. */
export class Server {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
  ) {}

  static async start(...flags: string[]): Promise<Server> {
    const executable = process.env.PHAROS_EXECUTABLE;
    if (!executable) {
      throw new Error('PHAROS_EXECUTABLE does not say where the executable is; ./test.sh sets it.');
    }
    const child = spawn(executable, ['server', '--web.listen-address=127.0.0.1:0', ...flags], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
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
    return new Server(child, `http://${address}`);
  }

  async stop(): Promise<number | null> {
    return await new Promise((resolve) => {
      this.process.removeAllListeners('exit');
      this.process.once('exit', (code) => resolve(code));
      this.process.kill('SIGTERM');
    });
  }
}
