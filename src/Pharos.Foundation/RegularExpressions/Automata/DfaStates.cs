namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>
/// The part of the deterministic automaton that inputs have visited. Readers walk <see cref="Table"/> without a lock; new entries are made
/// under one. It never shrinks: when it is full, the owner starts another and lets this one go.
/// </summary>
/// <remarks>
/// Why walking without a lock is safe: an entry is one aligned integer, 0 until it is known, and never changes afterwards. A state is
/// addressed by the offset of its row, and rows only ever move together with the whole table, into a longer copy. A reader that still holds
/// a shorter table meets only states whose rows it has: entries that name later states are written to later tables alone.
/// </remarks>
internal sealed class DfaStates
{
    /// <summary>A table entry: not computed yet.</summary>
    public const int Unknown = 0;

    /// <summary>A table entry: no continuation can match.</summary>
    public const int Dead = -1;

    /// <summary>A table entry: the text matches whatever follows.</summary>
    public const int Accepting = -2;

    /// <summary>The most bytes that the table and the kernels may take together.</summary>
    private const long MaxBytes = 4 << 20;

    /// <summary>A cache of states has paid for itself when each computed entry served this many bytes.</summary>
    private const int BytesPerEntry = 10;

    private readonly Lock _gate = new();
    private readonly KernelStepper _stepper;
    private readonly int _stride;
    private readonly Dictionary<Kernel, int> _states = [];
    private readonly List<Kernel> _kernels = [new Kernel([], Neighbour.None)];
    private volatile int[] _table;
    private long _kernelBytes;
    private bool _isFull;
    private int _isRetired;
    private long _computed;
    private long _bytesServed;

    public DfaStates(AutomatonProgram program, MatchBounds bounds)
    {
        _stepper = new KernelStepper(program, bounds);
        _stride = program.Symbols.Count + 1;

        // Row 0 belongs to no state, so that 0 can mean unknown.
        _table = new int[_stride * 2];
        Start = Settle(_stepper.Start(), Neighbour.None);
    }

    /// <summary>The state at the beginning of the text, or <see cref="Dead"/> or <see cref="Accepting"/>.</summary>
    public int Start { get; }

    /// <summary>Entries at state + symbol; the last symbol of each row is the end of the text.</summary>
    public int[] Table => _table;

    /// <summary>Whether the entries served more input than it cost to compute them.</summary>
    public bool HasPaid
    {
        get
        {
            lock (_gate)
            {
                return Interlocked.Read(ref _bytesServed) >= BytesPerEntry * _computed;
            }
        }
    }

    /// <summary>Notes that an input of that many bytes was run, at least once for each input that met an unknown entry.</summary>
    public void Served(int bytes) => Interlocked.Add(ref _bytesServed, bytes);

    /// <summary>True for the first caller, who decides what follows this cache when it is full.</summary>
    public bool TryRetire() => Interlocked.Exchange(ref _isRetired, 1) == 0;

    /// <summary>
    /// Computes an entry that a reader found unknown. False when there is no room left for the state it leads to.
    /// </summary>
    public bool TryCompute(int state, int symbol, out int next)
    {
        lock (_gate)
        {
            next = _table[state + symbol];
            if (next != Unknown)
            {
                return true;
            }

            if (_isFull)
            {
                return false;
            }

            _computed++;
            var from = _kernels[state / _stride];
            next = Settle(_stepper.Step(from.Instructions, from.Before, symbol), _stepper.NeighbourOf(symbol));
            if (next == Unknown)
            {
                _isFull = true;
                return false;
            }

            _table[state + symbol] = next;
            return true;
        }
    }

    /// <summary>The kernel of a state, for going on without this cache.</summary>
    public Kernel KernelOf(int state)
    {
        lock (_gate)
        {
            return _kernels[state / _stride];
        }
    }

    /// <summary>The state for what the stepper reached, or <see cref="Unknown"/> when there is no room for it.</summary>
    private int Settle(StepOutcome outcome, Neighbour before)
    {
        if (outcome != StepOutcome.Continues)
        {
            return outcome == StepOutcome.Matched ? Accepting : Dead;
        }

        var kernel = MakeKernel(before);
        if (_states.TryGetValue(kernel, out var state))
        {
            return state;
        }

        // The first states always get in: a start state is needed, however large.
        state = _kernels.Count * _stride;
        _kernelBytes += (kernel.Instructions.Length * sizeof(int)) + 64;
        if (_kernels.Count > 2 && _kernelBytes + ((long)(state + _stride) * sizeof(int)) > MaxBytes)
        {
            return Unknown;
        }

        _kernels.Add(kernel);
        _states.Add(kernel, state);
        if (state + _stride > _table.Length)
        {
            var longer = new int[Math.Max(state + _stride, (int)Math.Min(_table.Length * 2L, MaxBytes / sizeof(int)))];
            _table.CopyTo(longer, 0);
            _table = longer;
        }

        return state;
    }

    private Kernel MakeKernel(Neighbour before)
    {
        var count = 0;
        foreach (var index in _stepper.Reached)
        {
            count += _stepper.IsKernel(index) ? 1 : 0;
        }

        var instructions = new int[count];
        foreach (var index in _stepper.Reached)
        {
            if (_stepper.IsKernel(index))
            {
                instructions[^count--] = index;
            }
        }

        // Whether there is a match does not depend on priorities, and sorted kernels are equal more often.
        instructions.AsSpan().Sort();
        return new Kernel(instructions, before);
    }
}
