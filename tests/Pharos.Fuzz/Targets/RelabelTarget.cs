using System.Text;
using Pharos.Foundation.RegularExpressions;
using Pharos.Model;
using Pharos.Model.Relabeling;

namespace Pharos.Fuzz.Targets;

/// <summary>
/// Two rules, line by line: action (by its first byte), regex, replacement, target label, separator, source labels; then labels, name and
/// value in a line each.
/// </summary>
internal sealed class RelabelTarget : IFuzzTarget
{
    private const int LinesOfRule = 6;
    private const int MaxLabels = 16;

    private readonly Relabeler _relabeler = new();
    private readonly LabelsBuilder _labels = new();

    public string Name => "relabel";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of(
        "0\n([^:]+):(.*)\n$2-$1\nhost\n;\na,b\n1\nfoo|bar\n$1\n\n;\na\na\nx:1\nb\ny\n",
        "8\n__meta_(.+)\n${1}_x\n\n;\n\n9\n__meta_.*\n$1\n\n;\n\n__meta_a\n1\n__meta_b\n2\n",
        "7\n(.*)\n$1\nshard\n;\na\n5\n(.*)\n$1\nup\n;\nb\na\nxyz\nb\nstraße\n",
        "0\n(?P<n>.)(.*)\n${n}$$$2x$9\n${n}_y\n|\na,a\n3\n(.*)\n$1\na\n;\nb\na\nxyz\nb\nxyz\n");

    public IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. Targets.Seeds.Of(
            "$1", "${1}", "$", "$$", "${", "${n}", "$2x", "(.*)", "(.+)", "(?i)", ".*", "|", "\n", ",", "a", "__name__", "__meta_a", "é", "ß", "İ", "\uFFFD",
            "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
        [0xFF],
    ];

    /// <summary>A replacement names a group any number of times: results may grow by the square.</summary>
    public long AllocationLimit(int inputLength) => (64L << 20) + (long)inputLength * inputLength;

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var lines = Encoding.UTF8.GetString(input).Split('\n');
        RelabelRule[] rules = [Rule(lines, 0), Rule(lines, LinesOfRule)];
        foreach (var scheme in (ReadOnlySpan<NameValidationScheme>)[NameValidationScheme.Utf8, NameValidationScheme.Legacy])
        {
            try
            {
                Apply(RelabelRules.Compile(rules, scheme), lines, outcome);
            }
            catch (Exception error) when (error is FormatException or Re2SyntaxException)
            {
                outcome.Error(error);
            }
        }
    }

    private void Apply(RelabelRules rules, string[] lines, FuzzOutcome outcome)
    {
        _labels.Reset();
        var last = Math.Min(lines.Length - 1, 2 * LinesOfRule + 2 * MaxLabels);
        for (var i = 2 * LinesOfRule; i < last; i += 2)
        {
            _labels.Set(Encoding.UTF8.GetBytes(lines[i]), Encoding.UTF8.GetBytes(lines[i + 1]));
        }

        var isKept = _relabeler.Apply(rules, _labels);
        BrokenInvariantException.Require(!_labels.HasDuplicateNames(), "a name twice");
        outcome.Result(isKept);
        outcome.Result(_labels.View().Encoded);
        outcome.Feature(1, (ulong)Math.Min(_labels.Count, 7) << 1 | (isKept ? 1UL : 0));
        foreach (var label in _labels.View())
        {
            BrokenInvariantException.Require(!label.Value.IsEmpty, "a label without a value");
        }
    }

    private static RelabelRule Rule(string[] lines, int first)
    {
        var actions = Enum.GetValues<RelabelAction>();
        var rule = new RelabelRule
        {
            Action = actions[Line(first) is [var letter, ..] ? letter % actions.Length : 0],
            Regex = Line(first + 1) is { Length: > 0 } regex ? regex : null,
            TargetLabel = Line(first + 3),
            SourceLabels = Line(first + 5) is { Length: > 0 } sources ? sources.Split(',') : null,
        };
        return rule.Action switch
        {
            RelabelAction.HashMod => rule with { Modulus = (ulong)Line(first + 2).Length },
            RelabelAction.Replace or RelabelAction.LabelMap => rule with { Replacement = Line(first + 2), Separator = Line(first + 4) },
            RelabelAction.LabelDrop or RelabelAction.LabelKeep => new RelabelRule { Action = rule.Action, Regex = rule.Regex },
            RelabelAction.KeepEqual or RelabelAction.DropEqual => rule with { Regex = null },
            _ => rule,
        };

        string Line(int number) => number < lines.Length ? lines[number] : "";
    }
}
