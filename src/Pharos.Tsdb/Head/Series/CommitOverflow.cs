using System.Runtime.CompilerServices;

namespace Pharos.Tsdb.Head.Series;

/// <summary>
/// Commits before the last one that some reader does not see yet, for the few series that get several while it reads. Guarded by the
/// lock of its page.
/// </summary>
internal sealed class CommitOverflow
{
    private readonly Dictionary<uint, List<(uint Commit, int Samples)>> _bySlot = [];
    private uint _newest;

    /// <summary>The commit appended a sample to the slot's series.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(uint slot, ref SeriesState state, CommitPoint commit)
    {
        if (state.LastCommit == commit.Number && state.LastCommitSamples < byte.MaxValue)
        {
            state.LastCommitSamples++;
            return;
        }

        // Nobody has to be kept from seeing what everybody sees.
        if ((int)(state.LastCommit - commit.Settled) >= 0)
        {
            Keep(slot, state, commit.Settled);
        }

        state.LastCommit = commit.Number;
        state.LastCommitSamples = 1;
    }

    /// <summary>Forgets everything once everybody sees it.</summary>
    public void Settle(uint settled)
    {
        if (_bySlot.Count > 0 && (int)(_newest - settled) < 0)
        {
            _bySlot.Clear();
        }
    }

    /// <summary>How many samples at the series' end the reader must not see.</summary>
    public int HiddenSamples(uint slot, in SeriesState state, ReadPoint reader)
    {
        // From the first sample that is not to be seen on, all is hidden: what follows in a series was appended after it.
        var hidden = 0;
        if (_bySlot.Count > 0 && _bySlot.TryGetValue(slot, out var commits))
        {
            foreach (var (commit, samples) in commits)
            {
                hidden += hidden > 0 || !reader.Sees(commit) ? samples : 0;
            }
        }

        return hidden > 0 || !reader.Sees(state.LastCommit) ? hidden + state.LastCommitSamples : 0;
    }

    public void Forget(uint slot) => _bySlot.Remove(slot);

    private void Keep(uint slot, in SeriesState state, uint settled)
    {
        if (!_bySlot.TryGetValue(slot, out var commits))
        {
            _bySlot.Add(slot, commits = []);
        }

        commits.RemoveAll(kept => (int)(kept.Commit - settled) < 0);
        commits.Add((state.LastCommit, state.LastCommitSamples));
        if (_bySlot.Count == 1 || (int)(state.LastCommit - _newest) > 0)
        {
            _newest = state.LastCommit;
        }
    }
}
