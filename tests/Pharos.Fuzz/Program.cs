using System.Diagnostics;
using System.Globalization;
using Pharos.Fuzz.Running;
using Pharos.Fuzz.Targets;

namespace Pharos.Fuzz;

/// <summary>
/// Mutates inputs for everything that reads bytes from strangers, and looks for exceptions that are not documented, hangs, memory out of
/// proportion, and results that contradict each other.
/// </summary>
internal static class Program
{
    private const int Hung = 3;

    public static int Main(string[] arguments)
    {
        if (FuzzOptions.Parse(arguments, out var message) is not { } options)
        {
            Console.Error.WriteLine($"fuzz: {message}\n{FuzzOptions.Usage}");
            return 2;
        }

        var targets = TargetTable.All.Where(one => options.Target is null || one().Name == options.Target).ToArray();
        if (targets.Length == 0)
        {
            Console.Error.WriteLine($"fuzz: no target {options.Target}, only {string.Join(", ", TargetTable.All.Select(static one => one().Name))}");
            return 2;
        }

        using var watchdog = new Watchdog((target, input) =>
        {
            FailureReport.Write(Console.Out, target, options.Seed, input, "the input takes too long");
            Console.Out.WriteLine($"failed {target}");
            Environment.Exit(Hung);
        });
        return options.Reproduce is { } file ? Reproduce(targets[0], file, watchdog) : Fuzz(targets, options, watchdog);
    }

    private static int Reproduce(Func<IFuzzTarget> target, string file, Watchdog watchdog)
    {
        var problem = new InputCheck(target, new FuzzOutcome(), watchdog).Check(File.ReadAllBytes(file), always: true);
        Console.WriteLine(problem ?? "fuzz: no failure");
        return problem is null ? 0 : 1;
    }

    private static int Fuzz(Func<IFuzzTarget>[] targets, FuzzOptions options, Watchdog watchdog)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fuzz: seed {options.Seed}"));
        var clock = Stopwatch.StartNew();
        long inputs = 0;
        var failures = 0;
        foreach (var target in targets)
        {
            var run = new TargetRun(target, options.Seed, watchdog);
            failures += run.Run(TimeSpan.FromSeconds(options.Seconds / targets.Length), options.Corpus, Console.Out) ? 0 : 1;
            inputs += run.Inputs;
        }

        var result = failures == 0 ? "no failure" : failures == 1 ? "1 failure" : $"{failures} failures";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"fuzz: {inputs} inputs over {targets.Length} targets in {clock.Elapsed.TotalSeconds:F1} s, {result}"));
        return failures == 0 ? 0 : 1;
    }
}
