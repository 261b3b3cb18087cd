using Pharos.Foundation.Templates.Syntax;

namespace Pharos.Foundation.Templates.Execution;

/// <summary>Values of pipelines, fields and calls.</summary>
internal sealed partial class TemplateRun
{
    private object? Evaluate(PipeNode pipe, object? dot)
    {
        EnsureStack();
        _current = pipe;
        object? value = TemplateValue.Missing;
        foreach (var command in pipe.Commands)
        {
            value = Evaluate(command, dot, value);
        }

        foreach (var variable in pipe.Variables)
        {
            if (pipe.Assigns)
            {
                Assign(variable.Names[0], value);
            }
            else
            {
                _variables.Add((variable.Names[0], value));
            }
        }

        return value;
    }

    /// <param name="last">The value of the command before, which is the last argument of this one; <see cref="TemplateValue.Missing"/> for the first.</param>
    private object? Evaluate(CommandNode command, object? dot, object? last)
    {
        var operands = command.Operands;
        switch (operands[0])
        {
            case FieldNode field:
                _current = field;
                return Fields(field, dot, dot, field.Names, operands, last);
            case ChainNode chain:
                return Chain(chain, dot, operands, last);
            case FunctionNode function:
                _current = function;
                return Call(_template.Functions.Find(function.Name)!, command, dot, operands, last);
            case VariableNode variable:
                return Variable(variable, dot, operands, last);
        }

        // None of the others is anything to call.
        _current = operands[0] is PipeNode ? _current : operands[0];
        if (operands.Count > 1 || last != TemplateValue.Missing)
        {
            throw Fail("can't give argument to non-function " + operands[0]);
        }

        return operands[0] switch
        {
            PipeNode pipe => Evaluate(pipe, dot),
            BoolNode truth => truth.Value,
            DotNode => dot,
            NumberNode number => number.Value,
            StringNode text => text.Value,
            _ => throw Fail("nil is not a command"),
        };
    }

    private object? Chain(ChainNode chain, object? dot, IReadOnlyList<Node> operands, object? last)
    {
        _current = chain;
        if (chain.Inner is NilNode)
        {
            throw Fail("indirection through explicit nil in " + chain);
        }

        return Fields(chain, dot, Argument(chain.Inner, TemplateType.Any, dot), chain.Names, operands, last);
    }

    private object? Variable(VariableNode variable, object? dot, IReadOnlyList<Node> operands, object? last)
    {
        _current = variable;
        var at = _variables.FindLastIndex(known => known.Name == variable.Names[0]);
        var value = at < 0 ? throw Fail("undefined variable: " + variable.Names[0]) : _variables[at].Value;
        if (variable.Names.Count > 1)
        {
            return Fields(variable, dot, value, [.. variable.Names.Skip(1)], operands, last);
        }

        return operands.Count > 1 || last != TemplateValue.Missing ? throw Fail("can't give argument to non-function " + operands[0]) : value;
    }

    /// <summary>Follows names from one value to the next; arguments are for the last one. Of nothing there is nothing, but of an item that is null no field.</summary>
    private object? Fields(Node node, object? dot, object? receiver, IReadOnlyList<string> names, IReadOnlyList<Node> operands, object? last)
    {
        var isNothing = receiver is null;
        for (var i = 0; i < names.Count; i++)
        {
            if (receiver is null && !isNothing)
            {
                throw Fail($"nil pointer evaluating interface {{}}.{names[i]}");
            }

            receiver = i == names.Count - 1
                ? Field(node, dot, receiver, names[i], operands, last)
                : Field(node, dot, receiver, names[i], [], TemplateValue.Missing);
        }

        return receiver;
    }

    private object? Field(Node node, object? dot, object? receiver, string name, IReadOnlyList<Node> operands, object? last)
    {
        var method = (receiver as TemplateObject)?.Method(name) ?? (receiver as TemplateMap)?.Method(name);
        if (method is not null)
        {
            return Call(method, node, dot, operands, last);
        }

        var hasArguments = operands.Count > 1 || last != TemplateValue.Missing;
        switch (receiver)
        {
            case null:
                return null;
            case TemplateMap map:
                return hasArguments ? throw Fail(name + " is not a method but has arguments") : map.Items.GetValueOrDefault(name, map.Missing);
            case TemplateObject any when any.TryGetField(name, out var value):
                return hasArguments ? throw Fail(name + " has arguments but cannot be invoked as function") : value;
            default:
                throw Fail($"can't evaluate field {name} in type {TemplateType.NameOf(receiver)}");
        }
    }

    /// <param name="node">What messages name if it fails.</param>
    /// <param name="operands">The function and its arguments; empty if there are none.</param>
    private object? Call(TemplateFunction function, Node node, object? dot, IReadOnlyList<Node> operands, object? last)
    {
        var written = Math.Max(operands.Count - 1, 0);
        var count = written + (last != TemplateValue.Missing ? 1 : 0);
        if (function.Rest is not null && count < function.Parameters.Count)
        {
            throw Fail(FormattableString.Invariant($"wrong number of args for {function.Name}: want at least {function.Parameters.Count} got {written}"));
        }

        if (function.Rest is null && count != function.Parameters.Count)
        {
            throw Fail(FormattableString.Invariant($"wrong number of args for {function.Name}: want {function.Parameters.Count} got {count}"));
        }

        var arguments = new object?[count];
        for (var i = 0; i < written; i++)
        {
            arguments[i] = Argument(operands[i + 1], function.TypeAt(i), dot);
            if (function.StopsAt is { } truth && TemplateValue.IsTrue(arguments[i]) == truth)
            {
                return arguments[i];
            }
        }

        if (last != TemplateValue.Missing)
        {
            arguments[written] = Checked(last, function.TypeAt(written));
        }

        try
        {
            return function.Call(arguments);
        }
        catch (TemplateFunctionException exception)
        {
            _current = node;
            throw Fail($"error calling {function.Name}: {exception.Message}");
        }
    }

    /// <summary>The value of an argument, which has to be of the type; numbers as they are written become what is asked for.</summary>
    private object? Argument(Node node, TemplateType type, object? dot)
    {
        _current = node;
        return node switch
        {
            DotNode => Checked(dot, type),
            NilNode => type.TakesNull ? null : throw Fail("cannot assign nil to " + type.Name),
            FieldNode field => Checked(Fields(field, dot, dot, field.Names, [], TemplateValue.Missing), type),
            VariableNode variable => Checked(Variable(variable, dot, [], TemplateValue.Missing), type),
            PipeNode pipe => Checked(Evaluate(pipe, dot), type),
            FunctionNode function => Checked(Call(_template.Functions.Find(function.Name)!, function, dot, [], TemplateValue.Missing), type),
            ChainNode chain => Checked(Chain(chain, dot, [], TemplateValue.Missing), type),
            _ => Constant(node, type),
        };
    }

    private object? Constant(Node node, TemplateType type)
    {
        if (type == TemplateType.Any)
        {
            return node switch { BoolNode truth => truth.Value, StringNode text => text.Value, _ => ((NumberNode)node).Value };
        }

        if (type == TemplateType.Bool)
        {
            return node is BoolNode truth ? truth.Value : throw Fail("expected bool; found " + node);
        }

        if (type == TemplateType.String)
        {
            return node is StringNode text ? text.Value : throw Fail("expected string; found " + node);
        }

        if (type == TemplateType.Integer)
        {
            return node is NumberNode { Integer: { } integer } ? integer : throw Fail("expected integer; found " + node);
        }

        if (type == TemplateType.Number)
        {
            return node is NumberNode { Number: { } number } ? number : throw Fail("expected float; found " + node);
        }

        throw Fail($"can't handle {node} for arg of type {type.Name}");
    }

    private object? Checked(object? value, TemplateType type)
    {
        if (type.Takes(value))
        {
            return value;
        }

        throw Fail(value is null ? "invalid value; expected " + type.Name : $"wrong type for value; expected {type.Name}; got {TemplateType.NameOf(value)}");
    }
}
