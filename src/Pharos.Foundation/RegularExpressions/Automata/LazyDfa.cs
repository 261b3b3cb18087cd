using System.Runtime.CompilerServices;

namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>
/// Answers whether a text matches, with a deterministic automaton that is built as inputs ask for it. Linear in the input at any time:
/// where remembering does not pay, it simulates the nondeterministic one. Safe for concurrent use; does not allocate once the states that
/// the inputs visit are known.
/// </summary>
internal sealed class LazyDfa(AutomatonProgram program, MatchBounds bounds)
{
    /// <summary>After so many caches that did not pay, no further one is tried.</summary>
    private const int MaxWastedCaches = 3;

    private volatile DfaStates? _states;
    private KernelStepper? _idleStepper;
    private int _wastedCaches;

    public bool IsMatch(ReadOnlySpan<byte> input)
    {
        var states = _states ??= new DfaStates(program, bounds);
        var state = states.Start;
        if (state < 0)
        {
            return state == DfaStates.Accepting;
        }

        var table = states.Table;
        var ascii = program.Symbols.Ascii;
        var position = 0;
        while (position < input.Length)
        {
            var width = 1;
            var first = input[position];
            var symbol = first < 0x80 ? ascii[first] : program.Symbols.At(input, position, out width);
            var index = state + symbol;
            var next = (uint)index < (uint)table.Length ? table[index] : DfaStates.Unknown;
            if (next <= 0)
            {
                if (next == DfaStates.Unknown)
                {
                    return IsMatchSlow(states, state, input, position);
                }

                return next == DfaStates.Accepting;
            }

            state = next;
            position += width;
        }

        var end = state + program.Symbols.Count;
        var verdict = end < table.Length ? table[end] : DfaStates.Unknown;
        return verdict == DfaStates.Unknown ? IsMatchSlow(states, state, input, position) : verdict == DfaStates.Accepting;
    }

    /// <summary>Goes on from a state whose next entry is not known, computing entries as they are needed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsMatchSlow(DfaStates states, int state, ReadOnlySpan<byte> input, int position)
    {
        while (true)
        {
            var width = 0;
            var symbol = position < input.Length ? program.Symbols.At(input, position, out width) : program.Symbols.Count;
            var table = states.Table;
            var next = state + symbol < table.Length ? table[state + symbol] : DfaStates.Unknown;
            if (next == DfaStates.Unknown && !states.TryCompute(state, symbol, out next))
            {
                states.Served(position);
                Retire(states);
                return Simulate(states.KernelOf(state), input, position);
            }

            if (next < 0)
            {
                states.Served(input.Length);
                return next == DfaStates.Accepting;
            }

            state = next;
            position += width;
        }
    }

    /// <summary>Replaces states that have no room left, unless caches have not paid before.</summary>
    private void Retire(DfaStates full)
    {
        if (!full.TryRetire())
        {
            return;
        }

        // A full cache that is kept still helps with what it knows; the rest is simulated.
        if (full.HasPaid || Interlocked.Increment(ref _wastedCaches) < MaxWastedCaches)
        {
            _states = new DfaStates(program, bounds);
        }
    }

    private bool Simulate(Kernel from, ReadOnlySpan<byte> input, int position)
    {
        var stepper = Interlocked.Exchange(ref _idleStepper, null) ?? new KernelStepper(program, bounds);
        var kernel = (ReadOnlySpan<int>)from.Instructions;
        var before = from.Before;
        StepOutcome outcome;
        do
        {
            var width = 0;
            var symbol = position < input.Length ? program.Symbols.At(input, position, out width) : program.Symbols.Count;
            outcome = stepper.Step(kernel, before, symbol);
            kernel = stepper.Reached;
            before = stepper.NeighbourOf(symbol);
            position += width;
        }
        while (outcome == StepOutcome.Continues);

        _idleStepper = stepper;
        return outcome == StepOutcome.Matched;
    }
}
