using Pharos.Model;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Binary;

/// <summary>
/// The series of a join's one side that share the labels matched on, where they are several, have histograms, or are looked at step by step.
/// At each step, one of them at the most has a sample.
/// </summary>
internal sealed class JoinGroup
{
    private readonly List<Labels> _members = [];
    private int[]? _memberByStep;

    /// <param name="samples">Kept, with the labels of the first member.</param>
    public JoinGroup(Row samples)
    {
        Samples = samples;
        _members.Add(samples.Labels.ToLabels());
    }

    /// <summary>What the members have together; its labels are the first one's.</summary>
    public Row Samples { get; }

    /// <summary>Whether this is one series of numbers.</summary>
    public bool IsColumn => _members.Count == 1 && !Samples.HasHistograms;

    public int MemberCount => _members.Count;

    public Labels Member(int number) => _members[number];

    /// <summary>Whose sample a step has.</summary>
    public int MemberAt(int step) => _memberByStep?[step] ?? 0;

    /// <summary>Adds a series. Where another one has a sample already, that one stays.</summary>
    public void Add(Row row)
    {
        var number = _members.Count;
        _members.Add(row.Labels.ToLabels());
        _memberByStep ??= new int[row.Steps];
        for (var step = 0; step < row.Steps; step++)
        {
            if (row.HasSample(step) && !Samples.HasSample(step))
            {
                Samples.CopySample(step, row);
                _memberByStep[step] = number;
            }
        }
    }
}
