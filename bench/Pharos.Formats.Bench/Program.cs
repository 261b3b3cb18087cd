using BenchmarkDotNet.Running;
using Pharos.Formats.Bench.Quick;

if (args is ["quick", ..])
{
    return QuickRun.Run(args.AsSpan(1));
}

BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
return 0;
