using BenchmarkDotNet.Running;
using Pharos.Instrumentation.Bench;

if (args is ["cpu"])
{
    ProcessorTime.Run();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(RecordingBenchmarks).Assembly).Run(args);
