using Pharos.Foundation.Text;
using Pharos.Model;
using Pharos.PromQL.Syntax.Lexing;

namespace Pharos.PromQL.Syntax.Parsing;

/// <summary>Whether operands and arguments have the types they need, and a few rules that the grammar does not know.</summary>
internal readonly ref struct TypeCheck
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly ProblemList _problems;

    private TypeCheck(ReadOnlySpan<byte> text, ProblemList problems)
    {
        _text = text;
        _problems = problems;
    }

    public static void Run(Expression expression, ReadOnlySpan<byte> text, ProblemList problems) =>
        new TypeCheck(text, problems).Check(expression);

    private void Check(Expression expression)
    {
        switch (expression)
        {
            case BinaryExpression binary: CheckChain(binary); break;
            case Aggregation aggregation: CheckAggregation(aggregation); break;
            case FunctionCall call: CheckCall(call); break;
            case UnaryExpression unary: CheckUnary(unary); break;
            case Subquery subquery: CheckSubquery(subquery); break;
            case Parentheses parentheses: Check(parentheses.Inner); break;
            case MatrixSelector matrix: CheckSelector(matrix.Vector, mayMatchEverything: false); break;
            case VectorSelector selector: CheckSelector(selector, mayMatchEverything: false); break;
        }
    }

    /// <summary>Chains of operators can be long: their left operands are followed in a loop.</summary>
    private void CheckChain(BinaryExpression last)
    {
        var chain = new Stack<BinaryExpression>();
        Expression first = last;
        while (first is BinaryExpression binary)
        {
            chain.Push(binary);
            first = binary.Left;
        }

        Check(first);
        foreach (var binary in chain)
        {
            Check(binary.Right);
            CheckBinary(binary);
        }
    }

    private void CheckBinary(BinaryExpression binary)
    {
        var (left, right, matching) = (binary.Left.Type, binary.Right.Type, binary.WrittenMatching);
        var isSet = BinaryOperators.IsSet(binary.Operator);
        var isComparison = BinaryOperators.IsComparison(binary.Operator);
        if (binary.ReturnsBool && !isComparison)
        {
            Note(OperatorSpan(binary), "bool modifier can only be used on comparison operators");
        }

        if (isComparison && !binary.ReturnsBool && binary.Type == ExpressionType.Scalar)
        {
            Note(OperatorSpan(binary), "comparisons between scalars must use BOOL modifier");
        }

        CheckLabels(binary, matching);
        CheckOperand(binary.Left);
        CheckOperand(binary.Right);
        var hasFill = matching is not { FillLeft: null, FillRight: null };
        if (binary.Matching is null)
        {
            NoteIf(matching.Labels.Count > 0, binary, "vector matching only allowed between instant vectors");
            NoteIf(hasFill, binary, "filling in missing series only allowed between instant vectors");
        }
        else if (isSet)
        {
            var isGrouped = matching.Cardinality != MatchCardinality.OneToOne;
            NoteIf(isGrouped, binary, $"no grouping allowed for \"{BinaryOperators.Symbol(binary.Operator)}\" operation");
            NoteIf(isGrouped, binary, "set operations must always be many-to-many");
            NoteIf(hasFill, binary, "filling in missing series not allowed for set operators");
        }

        NoteIf(
            isSet && (left == ExpressionType.Scalar || right == ExpressionType.Scalar),
            binary,
            $"set operator \"{BinaryOperators.Symbol(binary.Operator)}\" not allowed in binary scalar expression");
    }

    private void CheckLabels(BinaryExpression binary, VectorMatching matching)
    {
        if (!matching.On || matching.Include.Count == 0)
        {
            return;
        }

        foreach (var label in matching.Labels)
        {
            foreach (var included in matching.Include)
            {
                if (label.AsSpan().SequenceEqual(included))
                {
                    Note(OperatorSpan(binary), $"label {GoQuote.Quote(label)} must not occur in ON and GROUP clause at once");
                }
            }
        }
    }

    private void CheckOperand(Expression operand)
    {
        if (operand.Type is not (ExpressionType.Scalar or ExpressionType.Vector))
        {
            Note(operand.Position, "binary expression must contain only scalar and instant vector types");
        }
    }

    private void CheckAggregation(Aggregation aggregation)
    {
        Expect(aggregation.Operand, ExpressionType.Vector, "aggregation expression");
        if (aggregation.Parameter is { } parameter)
        {
            var type = aggregation.Operator == AggregateOperator.CountValues ? ExpressionType.String : ExpressionType.Scalar;
            Expect(parameter, type, "aggregation parameter");
        }
    }

    private void Expect(Expression expression, ExpressionType type, string where)
    {
        Check(expression);
        if (expression.Type != type)
        {
            NoteType(expression, type, where, expression.Type);
        }
    }

    private void CheckCall(FunctionCall call)
    {
        var function = call.Function;
        var types = function.ArgumentTypes;
        var given = call.Arguments.Count;
        var least = function.Variadic == 0 ? types.Count : types.Count - 1;
        var most = function.Variadic < 0 ? int.MaxValue : least + function.Variadic;
        if (given < least || given > most)
        {
            var (bound, count) = function.Variadic == 0 ? ("", least) : given < least ? ("at least ", least) : ("at most ", most);
            Note(call.Position, $"expected {bound}{count} argument(s) in call to \"{function.Name}\", got {given}");
        }

        var isInfo = function.Id == FunctionId.Info;
        if (isInfo && given > 1)
        {
            CheckInfoSelector(call);
        }

        for (var i = 0; i < given && (i < types.Count || function.Variadic != 0); i++)
        {
            var type = types[Math.Min(i, types.Count - 1)];
            var argument = call.Arguments[i];
            if (isInfo && i == 1 && argument is VectorSelector selector)
            {
                CheckSelector(selector, mayMatchEverything: selector.Name is null);
            }
            else
            {
                Expect(argument, type, $"call to function \"{function.Name}\"");
            }
        }
    }

    /// <summary>The second argument of <c>info</c> is no vector but conditions on labels, which may even be none.</summary>
    private void CheckInfoSelector(FunctionCall call)
    {
        var argument = call.Arguments[1];
        if (argument.Type != ExpressionType.Vector)
        {
            NoteType(call, ExpressionType.Vector, "call to function \"info\"", argument.Type);
        }

        if (argument is not VectorSelector selector)
        {
            Note(argument.Position, "expected label selectors only");
        }
        else if (selector.Name is not null)
        {
            Note(argument.Position, "expected label selectors only, got vector selector instead");
        }
    }

    private void CheckUnary(UnaryExpression unary)
    {
        Check(unary.Operand);
        if (unary.Type is not (ExpressionType.Scalar or ExpressionType.Vector))
        {
            Note(
                unary.Position,
                "unary expression only allowed on expressions of type scalar or instant vector, got " +
                $"\"{ExpressionTypes.DocumentedName(unary.Type)}\"");
        }
    }

    private void CheckSubquery(Subquery subquery)
    {
        Check(subquery.Inner);
        if (subquery.Inner.Type != ExpressionType.Vector)
        {
            Note(
                subquery.Position,
                $"subquery is only allowed on instant vector, got {ExpressionTypes.Name(subquery.Inner.Type)} instead");
        }
    }

    private void CheckSelector(VectorSelector selector, bool mayMatchEverything)
    {
        if (selector.Name is { } name)
        {
            for (var i = 0; i < selector.Matchers.Count - 1; i++)
            {
                var matcher = selector.Matchers[i];
                if (matcher.Name.SequenceEqual(LabelNames.MetricName))
                {
                    Note(
                        selector.Position,
                        $"metric name must not be set twice: {GoQuote.Quote(name)} or {GoQuote.Quote(matcher.Value)}");
                }
            }

            return;
        }

        // A typing error must not select all that there is.
        if (!mayMatchEverything && selector.Matchers.All(matcher => matcher.MatchesEmpty))
        {
            Note(selector.Position, "vector selector must contain at least one non-empty matcher");
        }
    }

    /// <summary>Between the operands, without the spaces around.</summary>
    private TextSpan OperatorSpan(BinaryExpression binary)
    {
        var start = binary.Left.Position.End;
        var end = binary.Right.Position.Start;
        while (start < end && Bytes.IsSpace(_text[start]))
        {
            start++;
        }

        while (end > start && Bytes.IsSpace(_text[end - 1]))
        {
            end--;
        }

        return new TextSpan(start, end);
    }

    private void NoteType(Expression place, ExpressionType expected, string where, ExpressionType got) => Note(
        place.Position,
        $"expected type {ExpressionTypes.DocumentedName(expected)} in {where}, got {ExpressionTypes.DocumentedName(got)}");

    private void NoteIf(bool isWrong, Expression place, string reason)
    {
        if (isWrong)
        {
            Note(place.Position, reason);
        }
    }

    private void Note(TextSpan span, string reason) => _problems.Add(_text, span, reason);
}
