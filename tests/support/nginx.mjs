// nginx alone, with the product's configuration, in a home of its own: for what can be shown without the programs.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort, ROOT } from './instance.mjs';
import { until } from './until.mjs';

const SHARE = path.join(ROOT, 'build/share');

function accepts(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}

export class Nginx {
  // `extra` is added to the server block.
  static async start(extra = '') {
    const nginx = new Nginx();
    nginx.home = path.join(fs.mkdtempSync(path.join(os.tmpdir(), '客档 网 ')), 'home 家');
    nginx.port = await freePort();
    nginx.url = `http://127.0.0.1:${nginx.port}`;
    for (const folder of ['run/nginx', 'run/extra', 'log']) fs.mkdirSync(nginx.path(folder), { recursive: true });
    fs.symlinkSync(SHARE, nginx.path('run/share'));
    fs.symlinkSync(path.join(ROOT, 'nginx.conf'), nginx.path('run/nginx.conf'));
    fs.writeFileSync(nginx.path('run/main.conf'), `${process.getuid() === 0 ? 'user root;\n' : ''}worker_processes 2;\nworker_rlimit_nofile 20000;\n`);
    fs.writeFileSync(nginx.path('run/listen.conf'), `listen 127.0.0.1:${nginx.port};\n`);
    fs.writeFileSync(nginx.path('run/extra/test.conf'), extra);
    nginx.child = nginx.run('nginx', ['-p', './', '-e', 'log/nginx.log', '-c', 'run/nginx.conf']);
    await until('nginx accepts', () => accepts(nginx.port));
    return nginx;
  }

  path(...parts) {
    return path.join(this.home, ...parts);
  }

  log(name) {
    return fs.readFileSync(this.path('log', name), 'utf8');
  }

  // A process with the home as its working directory, its messages in log/NAME.log.
  run(program, args) {
    const log = fs.openSync(this.path('log', `${path.basename(program)}.log`), 'a');
    const child = spawn(program, args, {
      cwd: this.home, stdio: ['ignore', log, log], env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    });
    fs.closeSync(log);
    child.ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
    return child;
  }

  async stop() {
    this.child.kill('SIGTERM');
    await this.child.ended;
    fs.rmSync(path.dirname(this.home), { recursive: true, force: true });
  }
}
