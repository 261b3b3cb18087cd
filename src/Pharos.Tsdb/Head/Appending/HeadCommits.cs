namespace Pharos.Tsdb.Head.Appending;

/// <summary>
/// What appenders keep their samples in, used again by one after the other: a scrape is an appender, and does not begin with small arrays that grow.
/// Safe for concurrent use.
/// </summary>
internal sealed class HeadCommits(HeadStore head)
{
    /// <summary>More batches at a time than this are rare, and get new ones.</summary>
    private const int MostSpare = 16;

    private readonly Lock _lock = new();
    private readonly Stack<HeadCommit> _spare = new();

    /// <summary>An empty one.</summary>
    public HeadCommit Take()
    {
        lock (_lock)
        {
            return _spare.TryPop(out var spare) ? spare : new HeadCommit(head);
        }
    }

    /// <summary>It was cleared, and its user is done with it.</summary>
    public void Return(HeadCommit commit)
    {
        lock (_lock)
        {
            if (_spare.Count < MostSpare && !commit.IsLarge)
            {
                _spare.Push(commit);
            }
        }
    }
}
