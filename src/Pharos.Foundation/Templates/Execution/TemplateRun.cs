using System.Runtime.CompilerServices;
using Pharos.Foundation.Templates.Syntax;
using Pharos.Foundation.Text;

namespace Pharos.Foundation.Templates.Execution;

/// <summary>One template while it is carried out.</summary>
internal sealed partial class TemplateRun
{
    private readonly Template _template;
    private readonly TemplateDefinition _definition;
    private readonly TemplateOutput _output;
    private readonly CancellationToken _cancellation;
    private readonly List<(string Name, object? Value)> _variables = [];

    /// <summary>What is being looked at, for messages.</summary>
    private Node _current;

    public TemplateRun(Template template, TemplateDefinition definition, TemplateOutput output, CancellationToken cancellation)
    {
        (_template, _definition, _output, _cancellation) = (template, definition, output, cancellation);
        _current = definition.Body;
    }

    public void Run(object? data)
    {
        _variables.Add(("$", data));
        Walk(_definition.Body, data);
    }

    private enum Flow
    {
        On,
        Break,
        Continue,
    }

    private Flow Walk(ListNode list, object? dot)
    {
        foreach (var node in list.Nodes)
        {
            if (Walk(node, dot) is not Flow.On and var flow)
            {
                return flow;
            }
        }

        return Flow.On;
    }

    private Flow Walk(Node node, object? dot)
    {
        _current = node;
        switch (node)
        {
            case TextNode:
                _output.Append(node.ToString()!);
                return Flow.On;
            case ActionNode action:
                var value = Evaluate(action.Pipe, dot);
                if (action.Pipe.Variables.Count == 0)
                {
                    Show(action, value);
                }

                return Flow.On;
            case BranchNode branch:
                return WalkBranch(branch, dot);
            case CallNode call:
                Call(call, dot);
                return Flow.On;
            case BreakNode:
                return Flow.Break;
            default:
                return Flow.Continue;
        }
    }

    private void Show(ActionNode action, object? value)
    {
        _current = action;
        if (value is TemplateFunction)
        {
            throw Fail($"can't print {action} of type {TemplateType.NameOf(value)}");
        }

        _output.Append(value is null ? GoPrint.NoValue : GoPrint.Text(value));
    }

    private Flow WalkBranch(BranchNode branch, object? dot)
    {
        EnsureStack();
        var known = _variables.Count;
        var value = Evaluate(branch.Pipe, dot);
        var flow = branch.Kind == BranchKind.Range ? WalkRange(branch, dot, value)
            : TemplateValue.IsTrue(value) ? Walk(branch.Body, branch.Kind == BranchKind.With ? value : dot)
            : branch.Otherwise is { } otherwise ? Walk(otherwise, dot)
            : Flow.On;
        Forget(known);
        return flow;
    }

    private Flow WalkRange(BranchNode range, object? dot, object? value)
    {
        if (value is long && range.Pipe.Variables.Count > 1)
        {
            throw Fail($"can't use {GoPrint.Text(value)} to iterate over more than one variable");
        }

        var items = value switch
        {
            null => [],
            long count => Count(count),
            TemplateList list => list.Items.Select(static (item, index) => ((object?)(long)index, item)),
            TemplateMap map => map.Ordered.Select(static item => ((object?)item.Key, item.Value)),
            _ => throw Fail("range can't iterate over " + GoPrint.Text(value)),
        };

        var known = _variables.Count;
        var isEmpty = true;
        foreach (var (index, item) in items)
        {
            isEmpty = false;
            _cancellation.ThrowIfCancellationRequested();
            SetRangeVariables(range.Pipe, known, index, item);
            var flow = Walk(range.Body, item);
            Forget(known);
            if (flow == Flow.Break)
            {
                break;
            }
        }

        return isEmpty && range.Otherwise is { } otherwise ? Walk(otherwise, dot) : Flow.On;
    }

    private static IEnumerable<(object? Index, object? Item)> Count(long end)
    {
        for (var i = 0L; i < end; i++)
        {
            yield return (null, i);
        }
    }

    /// <summary>The pipe has declared the variables; one gets the item, of two the first gets its index or name.</summary>
    private void SetRangeVariables(PipeNode pipe, int known, object? index, object? item)
    {
        for (var i = 0; i < pipe.Variables.Count; i++)
        {
            var value = pipe.Variables.Count > 1 && i == 0 ? index : item;
            if (pipe.Assigns)
            {
                Assign(pipe.Variables[i].Names[0], value);
            }
            else
            {
                var at = known - pipe.Variables.Count + i;
                _variables[at] = (_variables[at].Name, value);
            }
        }
    }

    private void Call(CallNode call, object? dot)
    {
        var definition = _template.Find(call.Name) ?? throw Fail($"template {GoQuote.Quote(call.Name)} not defined");
        EnsureStack();
        _cancellation.ThrowIfCancellationRequested();
        var data = call.Pipe is { } pipe ? Evaluate(pipe, dot) : null;
        new TemplateRun(_template, definition, _output, _cancellation).Run(data);
    }

    private void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Fail("exceeded maximum template depth");
        }
    }

    private void Forget(int known) => _variables.RemoveRange(known, _variables.Count - known);

    private void Assign(string name, object? value)
    {
        var at = _variables.FindLastIndex(variable => variable.Name == name);
        if (at < 0)
        {
            throw Fail("undefined variable: " + name);
        }

        _variables[at] = (name, value);
    }

    private TemplateException Fail(string message) =>
        new($"template: {_definition.Source.Place(_current.Position)}: executing {GoQuote.Quote(_definition.Name)} at <{_current}>: {message}");
}
