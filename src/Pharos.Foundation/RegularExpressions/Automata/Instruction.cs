namespace Pharos.Foundation.RegularExpressions.Automata;

internal enum Opcode : byte
{
    /// <summary>Leads nowhere.</summary>
    Fail,

    /// <summary>The text matches up to here.</summary>
    Match,

    /// <summary>Goes on at <see cref="Instruction.Next"/> and, with less priority, at <see cref="Instruction.Argument"/>.</summary>
    Split,

    /// <summary>Stores the position in the slot <see cref="Instruction.Argument"/>.</summary>
    Save,

    /// <summary>Goes on where the <see cref="Syntax.Assertion"/> in <see cref="Instruction.Argument"/> holds.</summary>
    Assert,

    /// <summary>Takes any code point.</summary>
    Any,

    /// <summary>Takes a code point of the symbol class <see cref="Instruction.Argument"/>.</summary>
    Symbol,

    /// <summary>Takes a code point of the set number <see cref="Instruction.Argument"/>.</summary>
    Set,
}

/// <summary>One state of the nondeterministic automaton.</summary>
internal struct Instruction
{
    public Opcode Opcode;
    public int Next;
    public int Argument;

    /// <summary>Whether it takes a code point; all others are passed without reading.</summary>
    public readonly bool Consumes => Opcode >= Opcode.Any;
}
