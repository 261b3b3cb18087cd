using System.Runtime.CompilerServices;

namespace Pharos.PromQL.Aggregating;

/// <summary>One sample among the k best of a group at one step.</summary>
/// <param name="Series">A number of <see cref="CandidateSeries"/>.</param>
internal readonly record struct Candidate(double Value, int Series);

/// <summary>
/// The order of topk and bottomk: a heap with the worst candidate on top, and at the end the best first. NaN is worse than any number. Which
/// of several equal candidates stay, and in which order, follows from the steps of the heap, which are those of the reference's.
/// </summary>
internal readonly struct RankOrder(bool isDescending)
{
    /// <summary>The longest list that is sorted by insertion, so that equal candidates stay as they were in the heap.</summary>
    private const int InsertionSortLimit = 12;

    /// <summary>Whether a candidate replaces the worst one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBetter(double value, double worst) =>
        (isDescending ? value > worst : value < worst) || (double.IsNaN(worst) && !double.IsNaN(value));

    /// <summary>Restores the heap after its last candidate was added.</summary>
    public void Rise(Span<Candidate> heap)
    {
        var at = heap.Length - 1;
        while (at > 0)
        {
            var parent = (at - 1) / 2;
            if (!IsWorse(heap[at].Value, heap[parent].Value))
            {
                break;
            }

            (heap[at], heap[parent]) = (heap[parent], heap[at]);
            at = parent;
        }
    }

    /// <summary>Restores the heap after its top was replaced.</summary>
    public void Sink(Span<Candidate> heap)
    {
        var at = 0;
        while ((2 * at) + 1 < heap.Length)
        {
            var child = (2 * at) + 1;
            if (child + 1 < heap.Length && IsWorse(heap[child + 1].Value, heap[child].Value))
            {
                child++;
            }

            if (!IsWorse(heap[child].Value, heap[at].Value))
            {
                break;
            }

            (heap[at], heap[child]) = (heap[child], heap[at]);
            at = child;
        }
    }

    /// <summary>Brings a heap into the order of the result.</summary>
    public void Sort(Span<Candidate> heap)
    {
        if (heap.Length > InsertionSortLimit)
        {
            SortMany(heap);
            return;
        }

        for (var i = 1; i < heap.Length; i++)
        {
            for (var at = i; at > 0 && IsWorse(heap[at - 1].Value, heap[at].Value); at--)
            {
                (heap[at - 1], heap[at]) = (heap[at], heap[at - 1]);
            }
        }
    }

    /// <summary>A NaN comes before all others, NaN included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsWorse(double value, double other) => double.IsNaN(value) || (isDescending ? value < other : value > other);

    private void SortMany(Span<Candidate> heap)
    {
        var keys = new (double Value, int Place)[heap.Length];
        for (var i = 0; i < heap.Length; i++)
        {
            // NaN is the least there is; the sign turns the order around for numbers alone.
            keys[i] = (isDescending ? -heap[i].Value : heap[i].Value, i);
        }

        var sorted = heap.ToArray();
        Array.Sort(keys, sorted, Comparer<(double Value, int Place)>.Create(static (left, right) =>
        {
            var order = double.IsNaN(left.Value).CompareTo(double.IsNaN(right.Value));
            order = order != 0 ? order : left.Value.CompareTo(right.Value);
            return order != 0 ? order : left.Place.CompareTo(right.Place);
        }));
        sorted.CopyTo(heap);
    }
}
