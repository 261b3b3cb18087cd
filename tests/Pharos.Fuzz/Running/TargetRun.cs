using System.Diagnostics;
using System.Globalization;
using Pharos.Fuzz.Mutation;

namespace Pharos.Fuzz.Running;

/// <summary>Fuzzes one target for a while.</summary>
internal sealed class TargetRun
{
    /// <summary>Most inputs are short, which is many of them a second; some are long enough to show what grows too fast.</summary>
    private const int MaxBytes = 4096;
    private const int MaxBytesAtTimes = 16384;

    private readonly Func<IFuzzTarget> _newTarget;
    private readonly IFuzzTarget _target;
    private readonly FuzzOutcome _outcome = new();
    private readonly InputCheck _check;
    private readonly Watchdog _watchdog;
    private readonly int _seed;
    private readonly Corpus _corpus = new();

    public TargetRun(Func<IFuzzTarget> newTarget, int seed, Watchdog watchdog)
    {
        _newTarget = newTarget;
        _target = newTarget();
        _seed = seed;
        _watchdog = watchdog;
        _check = new InputCheck(newTarget, _outcome, watchdog);
    }

    /// <summary>Inputs run so far.</summary>
    public long Inputs { get; private set; }

    /// <summary>False after the first failure, which is reported.</summary>
    public bool Run(TimeSpan time, string corpusFolder, TextWriter output)
    {
        // Each target has its own numbers, so that it sees the same inputs alone as among others.
        var random = new Random(HashCode(_seed, _target.Name));
        var mutator = new Mutator(random);
        var clock = Stopwatch.StartNew();
        foreach (var seed in (IEnumerable<byte[]>)[[], .. _target.Seeds, .. SeedFiles.Of(_target, corpusFolder)])
        {
            if (!Try(seed, always: true, output))
            {
                return false;
            }

            _corpus.AddSeed(seed);
        }

        while (clock.Elapsed < time)
        {
            var maxLength = random.Next(64) == 0 ? MaxBytesAtTimes : MaxBytes;
            var input = mutator.Mutate(_corpus.Pick(random), _corpus.Pick(random), _target, maxLength);
            if (!Try(input, always: random.Next(4) == 0, output))
            {
                return false;
            }

            if (_outcome.IsNovel)
            {
                _corpus.AddFound(input);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"passed {_target.Name} ({Inputs} inputs, corpus of {_corpus.Count})"));
        return true;
    }

    private static int HashCode(int seed, string name) =>
        name.Aggregate(seed, static (hash, letter) => unchecked(hash * 31 + letter)) & int.MaxValue;

    private bool Try(byte[] input, bool always, TextWriter output)
    {
        Inputs++;
        if (_check.Check(input, always) is not { } problem)
        {
            return true;
        }

        var kind = FirstLine(problem);
        var shrinking = new InputCheck(_newTarget, new FuzzOutcome(), _watchdog);
        var smallest = Shrinker.Shrink(input, shorter => shrinking.Check(shorter, always: true) is { } other && FirstLine(other) == kind);

        // State left behind by earlier inputs may be to blame; then the input alone shows nothing.
        problem = shrinking.Check(smallest, always: true) ?? problem + "\n(only after other inputs: run again with the seed)";
        FailureReport.Write(output, _target.Name, _seed, smallest, problem);
        output.WriteLine($"failed {_target.Name}");
        return false;
    }

    /// <summary>Without digits, so that lengths in it do not tell two failures apart.</summary>
    private static string FirstLine(string problem)
    {
        var end = problem.IndexOf('\n', StringComparison.Ordinal);
        return string.Concat((end < 0 ? problem : problem[..end]).Where(static letter => !char.IsAsciiDigit(letter)));
    }
}
