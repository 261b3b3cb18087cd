using System.Globalization;
using Pharos.PromQL.Syntax.Lexing;

namespace Pharos.PromQL.Syntax.Parsing;

/// <summary>What stands behind selectors and subqueries: ranges, <c>offset</c>, <c>@</c>, <c>anchored</c>, <c>smoothed</c>.</summary>
internal ref partial struct Parser
{
    private const string OnlySelectors = "ranges only allowed for vector selectors";

    private Expression ParseModified(Expression expression)
    {
        while (true)
        {
            switch (Peek())
            {
                case TokenKind.LeftBracket: expression = ParseRange(expression); break;
                case TokenKind.Offset: expression = ParseOffset(expression); break;
                case TokenKind.At: expression = ParseAt(expression); break;
                case TokenKind.Anchored or TokenKind.Smoothed: expression = ParseEdges(expression); break;
                default: return expression;
            }

            if (expression.Nesting + _depth > _options.MaxNesting)
            {
                throw TooDeep();
            }
        }
    }

    /// <summary><c>[5m]</c> or <c>[1h:5m]</c>.</summary>
    private Expression ParseRange(Expression expression)
    {
        var outer = _context;
        var open = Take();
        _context = ErrorContext.Range;
        var range = ParsePositiveDuration();
        _context = ErrorContext.RangeEnd;
        if (Peek() == TokenKind.RightBracket)
        {
            _context = outer;
            return ToMatrix(expression, range, open, Take());
        }

        Expect(TokenKind.Colon);
        _context = ErrorContext.Step;
        DurationExpression? step = null;
        if (Peek() != TokenKind.RightBracket)
        {
            step = ParsePositiveDuration();
            _context = ErrorContext.StepEnd;

            // What rounds to nothing counts as not given.
            step = step is DurationLiteral { Nanoseconds: 0 } ? null : step;
        }

        var close = Expect(TokenKind.RightBracket);
        _context = outer;
        return new Subquery(new TextSpan(expression.Position.Start, close.End), expression, range, step, default);
    }

    private readonly Expression ToMatrix(Expression expression, DurationExpression range, Token open, Token close)
    {
        var errorSpan = new TextSpan(open.Start, close.End);
        if (expression is not VectorSelector selector)
        {
            // Already wrong; what comes behind is still looked at.
            Note(errorSpan, OnlySelectors);
            return expression;
        }

        if (selector.Shift.Offset is not null)
        {
            Note(errorSpan, "no offset modifiers allowed before range");
        }
        else if (selector.Shift.At.Kind != AtKind.None)
        {
            Note(errorSpan, "no @ modifiers allowed before range");
        }

        return new MatrixSelector(new TextSpan(selector.Position.Start, close.End), selector, range);
    }

    private Expression ParseOffset(Expression expression)
    {
        var outer = _context;
        Take();
        _context = ErrorContext.Offset;
        var offset = ParseOffsetDuration();
        _context = outer;
        if (!TryGetShift(expression, out var shift))
        {
            Note(
                expression.Position,
                "offset modifier must be preceded by an instant vector selector or range vector selector or a subquery");
            return expression;
        }

        if (shift.Offset is not null)
        {
            Note(expression.Position, "offset may not be set multiple times");
        }

        // An offset of nothing counts as none.
        var isZero = offset is DurationLiteral { Nanoseconds: 0 };
        return Shifted(expression, shift with { Offset = isZero ? null : offset });
    }

    private Expression ParseAt(Expression expression)
    {
        var outer = _context;
        Take();
        _context = ErrorContext.At;
        var at = Peek() is TokenKind.Start or TokenKind.End ? ParseQueryEdge() : ParseTimestamp(expression);
        _context = outer;
        if (!TryGetShift(expression, out var shift))
        {
            Note(
                expression.Position,
                "@ modifier must be preceded by an instant vector selector or range vector selector or a subquery");
            return expression;
        }

        if (shift.At.Kind != AtKind.None)
        {
            Note(expression.Position, "@ <timestamp> may not be set multiple times");
            return expression;
        }

        return Shifted(expression, shift with { At = at });
    }

    private AtModifier ParseQueryEdge()
    {
        var isStart = Take().Kind == TokenKind.Start;
        Expect(TokenKind.LeftParen);
        Expect(TokenKind.RightParen);
        return isStart ? AtModifier.Start : AtModifier.End;
    }

    private AtModifier ParseTimestamp(Expression expression)
    {
        var isMinus = Peek() == TokenKind.Subtract;
        if (isMinus || Peek() == TokenKind.Add)
        {
            Take();
        }

        var seconds = Peek() is TokenKind.Number or TokenKind.Duration ? ParseNumber().Value : throw Unexpected();
        seconds = isMinus ? -seconds : seconds;
        if (!(seconds < long.MaxValue && seconds > long.MinValue))
        {
            Note(expression.Position, "timestamp out of bounds for @ modifier: " + FixedText(seconds));
        }

        // What milliseconds cannot hold is the earliest time there is, as on the reference's most common machines.
        var milliseconds = Math.Round(seconds * 1000, MidpointRounding.AwayFromZero);
        return AtModifier.At(milliseconds is < long.MaxValue and > long.MinValue ? (long)milliseconds : long.MinValue);
    }

    private static string FixedText(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("F6", CultureInfo.InvariantCulture),
    };

    private Expression ParseEdges(Expression expression)
    {
        var isAnchored = Take().Kind == TokenKind.Anchored;
        var name = isAnchored ? "anchored" : "smoothed";
        if (!_options.EnableExtendedRangeSelectors)
        {
            Note(expression.Position, name + " modifier is experimental and not enabled");
            return expression;
        }

        var selector = expression as VectorSelector ?? (expression as MatrixSelector)?.Vector;
        if (selector is null)
        {
            Note(
                expression.Position,
                name + (expression is Subquery ? " modifier is not supported for subqueries" : " modifier not implemented"));
            return expression;
        }

        var modifier = isAnchored ? SelectorModifier.Anchored : SelectorModifier.Smoothed;
        if (selector.Modifier is not SelectorModifier.None && selector.Modifier != modifier)
        {
            Note(expression.Position, "anchored and smoothed modifiers cannot be used together");
        }

        var modified = new VectorSelector(selector.Position, selector.Name, selector.Matchers, selector.Shift, modifier);
        return expression is MatrixSelector matrix ? new MatrixSelector(matrix.Position, modified, matrix.Range) : modified;
    }

    private static bool TryGetShift(Expression expression, out TimeShift shift)
    {
        shift = expression switch
        {
            VectorSelector selector => selector.Shift,
            MatrixSelector matrix => matrix.Vector.Shift,
            Subquery subquery => subquery.Shift,
            _ => default,
        };
        return expression is VectorSelector or MatrixSelector or Subquery;
    }

    /// <summary>The expression with another time shift; it reaches to what was taken last.</summary>
    private readonly Expression Shifted(Expression expression, TimeShift shift)
    {
        var position = expression.Position with { End = _lastEnd };
        switch (expression)
        {
            case Subquery subquery:
                return new Subquery(position, subquery.Inner, subquery.Range, subquery.Step, shift);
            case MatrixSelector { Vector: var inner } matrix:
                var vector = new VectorSelector(inner.Position, inner.Name, inner.Matchers, shift, inner.Modifier);
                return new MatrixSelector(position, vector, matrix.Range);
            default:
                var selector = (VectorSelector)expression;
                return new VectorSelector(position, selector.Name, selector.Matchers, shift, selector.Modifier);
        }
    }
}
