using System.Runtime.InteropServices;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Aggregating;

/// <summary>
/// Counts per group and step where most groups have something at few steps only: room is made for some steps at a time. Not safe for
/// concurrent use.
/// </summary>
internal sealed class StepCounts
{
    private const int StepsPerPiece = 16;
    private const int PiecesPerBlock = 1 << 10;

    private readonly QueryRun _run;
    private readonly Dictionary<(int Group, int Piece), int> _pieces = [];
    private readonly List<int[]> _blocks = [];
    private (int Group, int Piece) _lastKey = (-1, -1);
    private int _last;

    public StepCounts(QueryRun run)
    {
        _run = run;
    }

    public void Increment(int group, int step)
    {
        // Fast path: a value stays for some steps.
        var key = (group, step / StepsPerPiece);
        if (key != _lastKey)
        {
            _last = FindOrAdd(key);
            _lastKey = key;
        }

        if (PieceAt(_last)[step % StepsPerPiece]++ == 0)
        {
            _run.Budget.Take(1);
        }
    }

    /// <summary>Writes the counts of a group, and nothing where there are none.</summary>
    public void CopyTo(int group, Span<double> steps)
    {
        for (var first = 0; first < steps.Length; first += StepsPerPiece)
        {
            if (!_pieces.TryGetValue((group, first / StepsPerPiece), out var number))
            {
                continue;
            }

            var piece = PieceAt(number);
            for (var i = 0; i < piece.Length && first + i < steps.Length; i++)
            {
                if (piece[i] > 0)
                {
                    steps[first + i] = piece[i];
                }
            }
        }
    }

    private Span<int> PieceAt(int number) =>
        _blocks[number / PiecesPerBlock].AsSpan(number % PiecesPerBlock * StepsPerPiece, StepsPerPiece);

    private int FindOrAdd((int Group, int Piece) key)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_pieces, key, out var isThere);
        if (!isThere)
        {
            number = _pieces.Count - 1;
            if (number / PiecesPerBlock == _blocks.Count)
            {
                _blocks.Add(new int[PiecesPerBlock * StepsPerPiece]);
            }
        }

        return number;
    }
}
