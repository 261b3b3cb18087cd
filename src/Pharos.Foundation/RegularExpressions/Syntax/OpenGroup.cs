namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>A group whose closing parenthesis has not come yet.</summary>
/// <param name="capture">The number of the group, 0 where it captures nothing.</param>
/// <param name="outerOptions">The flags that are in force again behind it.</param>
internal sealed class OpenGroup(int capture, Re2Options outerOptions)
{
    /// <summary>The branches before the last, if there are any.</summary>
    private List<Re2Node>? _branches;

    public int Capture { get; } = capture;

    public Re2Options OuterOptions { get; } = outerOptions;

    public SequenceBuilder Sequence { get; } = new();

    public void NextBranch() => Add(Sequence.Build());

    public Re2Node Build()
    {
        var last = Sequence.Build();
        if (_branches is null)
        {
            return last;
        }

        Add(last);
        return new AlternationNode([.. _branches]);
    }

    private void Add(Re2Node branch)
    {
        _branches ??= [];
        if (branch is AlternationNode inner)
        {
            // A group of branches that is a branch adds nothing: (?:a|b)|c is a|b|c.
            _branches.AddRange(inner.Branches);
        }
        else
        {
            _branches.Add(branch);
        }
    }
}
