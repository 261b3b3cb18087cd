using Pharos.Foundation.Text;

namespace Pharos.Foundation.Templates.Syntax;

/// <summary>A part of a template. As text it is what messages show of it.</summary>
/// <param name="position">In the text that it was read from.</param>
internal abstract class Node(int position)
{
    public int Position => position;
}

internal sealed class ListNode(int position, IReadOnlyList<Node> nodes) : Node(position)
{
    public IReadOnlyList<Node> Nodes => nodes;

    public override string ToString() => string.Concat(nodes);
}

internal sealed class TextNode(int position, string text) : Node(position)
{
    public override string ToString() => text;
}

/// <summary>A pipeline whose value is shown, if it declares nothing.</summary>
internal sealed class ActionNode(int position, PipeNode pipe) : Node(position)
{
    public PipeNode Pipe => pipe;

    public override string ToString() => $"{{{{{pipe}}}}}";
}

/// <param name="assigns">Whether the variables are there already.</param>
internal sealed class PipeNode(int position, IReadOnlyList<VariableNode> variables, bool assigns, IReadOnlyList<CommandNode> commands) : Node(position)
{
    public IReadOnlyList<VariableNode> Variables => variables;

    public bool Assigns => assigns;

    public IReadOnlyList<CommandNode> Commands => commands;

    public override string ToString() =>
        (variables.Count == 0 ? "" : string.Join(", ", variables) + (assigns ? " = " : " := ")) + string.Join(" | ", commands);
}

/// <param name="operands">The first one says what is done, the others are its arguments.</param>
internal sealed class CommandNode(int position, IReadOnlyList<Node> operands) : Node(position)
{
    public IReadOnlyList<Node> Operands => operands;

    public override string ToString() => string.Join(' ', operands.Select(static operand => operand is PipeNode ? $"({operand})" : operand.ToString()));
}

internal sealed class FieldNode(int position, IReadOnlyList<string> names) : Node(position)
{
    public IReadOnlyList<string> Names => names;

    public override string ToString() => "." + string.Join('.', names);
}

/// <param name="names">The variable's, and of the fields behind it.</param>
internal sealed class VariableNode(int position, IReadOnlyList<string> names) : Node(position)
{
    public IReadOnlyList<string> Names => names;

    public override string ToString() => string.Join('.', names);
}

/// <summary>Fields of what is neither a field nor a variable.</summary>
internal sealed class ChainNode(int position, Node inner, IReadOnlyList<string> names) : Node(position)
{
    public Node Inner => inner;

    public IReadOnlyList<string> Names => names;

    public override string ToString() => (inner is PipeNode ? $"({inner})" : inner.ToString()) + "." + string.Join('.', names);
}

internal sealed class FunctionNode(int position, string name) : Node(position)
{
    public string Name => name;

    public override string ToString() => name;
}

internal sealed class DotNode(int position) : Node(position)
{
    public override string ToString() => ".";
}

internal sealed class NilNode(int position) : Node(position)
{
    public override string ToString() => "nil";
}

internal sealed class BoolNode(int position, bool value) : Node(position)
{
    public bool Value => value;

    public override string ToString() => value ? "true" : "false";
}

/// <param name="integer">Null if it is none.</param>
/// <param name="number">Null if no double is near it.</param>
/// <param name="isWritten">As a number with a point or an exponent, so that it is one where nothing else is asked for.</param>
internal sealed class NumberNode(int position, string text, long? integer, double? number, bool isWritten) : Node(position)
{
    public long? Integer => integer;

    public double? Number => number;

    /// <summary>What it is where any type will do.</summary>
    public object? Value => isWritten ? (object?)number : integer;

    public override string ToString() => text;
}

internal sealed class StringNode(int position, string quoted, string value) : Node(position)
{
    public string Value => value;

    public override string ToString() => quoted;
}

internal enum BranchKind
{
    If,
    With,
    Range,
}

internal sealed class BranchNode(int position, BranchKind kind, PipeNode pipe, ListNode body, ListNode? otherwise) : Node(position)
{
    public BranchKind Kind => kind;

    public PipeNode Pipe => pipe;

    public ListNode Body => body;

    public ListNode? Otherwise => otherwise;

    public override string ToString()
    {
        var name = kind switch { BranchKind.If => "if", BranchKind.With => "with", _ => "range" };
        return $"{{{{{name} {pipe}}}}}{body}{(otherwise is null ? "" : "{{else}}" + otherwise)}{{{{end}}}}";
    }
}

internal sealed class BreakNode(int position) : Node(position)
{
    public override string ToString() => "{{break}}";
}

internal sealed class ContinueNode(int position) : Node(position)
{
    public override string ToString() => "{{continue}}";
}

internal sealed class CallNode(int position, string name, PipeNode? pipe) : Node(position)
{
    public string Name => name;

    public PipeNode? Pipe => pipe;

    public override string ToString() => $"{{{{template {GoQuote.Quote(name)}{(pipe is null ? "" : " " + pipe)}}}}}";
}
