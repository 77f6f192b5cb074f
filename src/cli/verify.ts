/** @file `npm run verify`: recordings of the released code, held against what this machine computes. */
import { Argument } from 'commander';
import { parsed, runCommand, strictCommand } from './commandLine.ts';
import { backendOption } from './backendOption.ts';
import { backendNames, verifyFiles } from './verifyFiles.ts';
import { verifyTable } from './verifyTable.ts';

interface VerifyFlags {
  backend: (typeof backendNames)[number] | 'all';
  json?: true;
}

async function verify(words: readonly string[]): Promise<number> {
  const command = strictCommand(
    'npm run verify --',
    'Runs recordings of the released PyTorch code again, and compares. Exits with 1 past a tolerance.',
  )
    .addArgument(
      new Argument('<file...>', 'recordings (safetensors), such as fixtures/golden/dino-vit.safetensors'),
    )
    .addOption(backendOption([...backendNames, 'all']).default('wasm'))
    .option('--json', 'print one JSON array of reports instead of tables');
  if (!parsed(command, words)) return 0;
  const { backend, json } = command.opts<VerifyFlags>();
  const backends = backend === 'all' ? backendNames : [backend];
  const results = await verifyFiles(command.args, backends, (result) => {
    if (json !== true) console.log(verifyTable(result));
  });
  if (json === true) console.log(JSON.stringify(results));
  const failed = results.filter((result) => !result.passed).length;
  if (json !== true)
    console.log(
      failed === 0
        ? `All ${results.length} verifications passed.`
        : `${failed} of ${results.length} verifications failed.`,
    );
  return failed === 0 ? 0 : 1;
}

await runCommand(verify);
