using BenchmarkDotNet.Running;
using Pharos.PromQL.Bench.RangeFunctions;

if (args is ["quick", ..])
{
    return QuickRun.Run(args.AsSpan(1));
}

BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
return 0;
