using Pharos.PromQL.Syntax.Lexing;

namespace Pharos.PromQL.Syntax.Parsing;

/// <summary>Durations of ranges, steps and offsets, which have operators of their own.</summary>
internal ref partial struct Parser
{
    // 2^63 nanoseconds.
    private const double LongestSeconds = 9223372036.854775807;
    private const int SignPrecedence = 2;
    private const int DurationPowerPrecedence = 3;

    private static int DurationPrecedence(TokenKind kind) => kind switch
    {
        TokenKind.Add or TokenKind.Subtract => 1,
        TokenKind.Multiply or TokenKind.Divide or TokenKind.Modulo => SignPrecedence,
        TokenKind.Power => DurationPowerPrecedence,
        _ => 0,
    };

    private DurationExpression ParsePositiveDuration()
    {
        var duration = ParseDuration(0);
        if (duration is DurationLiteral { Value: <= 0 })
        {
            Note(duration.Position, "duration must be greater than 0");
        }

        return duration;
    }

    /// <summary>
    /// Without parentheses, an offset is a single number or function with or without a sign: <c>x offset 5m * 2</c> is twice what was
    /// five minutes ago. Only behind a parenthesis, or several signs, it goes on.
    /// </summary>
    private DurationExpression ParseOffsetDuration()
    {
        if (Peek() == TokenKind.LeftParen)
        {
            return ParseDuration(0);
        }

        if (Peek() is not (TokenKind.Add or TokenKind.Subtract))
        {
            return ParseDurationOperand();
        }

        var sign = Take();
        switch (Peek())
        {
            case TokenKind.Add or TokenKind.Subtract:
                return ParseDurationOperators(Signed(sign, ParseDuration(DurationPowerPrecedence)), 0);
            case TokenKind.LeftParen:
                return Signed(sign, ParseDurationOperand());
            case TokenKind.Number or TokenKind.Duration:
                return Signed(sign, ToLiteral(ParseNumber(), sign.Span));
            default:
                // Here a plus sign is kept, which makes no difference but for where the expression begins.
                var function = ParseDurationOperand();
                var @operator = sign.Kind == TokenKind.Subtract ? DurationOperator.Negate : DurationOperator.Identity;
                return new DurationOperation(new TextSpan(sign.Start, function.Position.End), @operator, null, function, false);
        }
    }

    private DurationExpression ParseDuration(int least)
    {
        Enter();
        var duration = ParseDurationOperators(ParseDurationOperand(), least);
        Leave();
        return duration;
    }

    private DurationExpression ParseDurationOperators(DurationExpression left, int least)
    {
        while (DurationPrecedence(Peek()) is var precedence && precedence > 0 && precedence >= least)
        {
            var token = Take();
            var right = ParseDuration(precedence == DurationPowerPrecedence ? precedence : precedence + 1);
            var position = new TextSpan(left.Position.Start, right.Position.End);

            // The precedence of what was parsed makes sure that the token is one of the operators here.
            var @operator = token.Kind switch
            {
                TokenKind.Add => DurationOperator.Add,
                TokenKind.Subtract => DurationOperator.Subtract,
                TokenKind.Multiply => DurationOperator.Multiply,
                TokenKind.Divide => DurationOperator.Divide,
                TokenKind.Modulo => DurationOperator.Modulo,
                _ => DurationOperator.Power,
            };
            if (@operator is DurationOperator.Divide or DurationOperator.Modulo && right is DurationLiteral { Value: 0 })
            {
                Note(token.Span, @operator == DurationOperator.Divide ? "division by zero" : "modulo by zero");
            }

            left = new DurationOperation(position, @operator, left, right, false);
            if (left.Nesting + _depth > _options.MaxNesting)
            {
                throw TooDeep();
            }
        }

        return left;
    }

    private DurationExpression ParseDurationOperand() => Peek() switch
    {
        TokenKind.Number or TokenKind.Duration => ToLiteral(ParseNumber(), null),
        TokenKind.Add or TokenKind.Subtract => Signed(Take(), ParseDuration(DurationPowerPrecedence)),
        TokenKind.Step or TokenKind.Range => ParseQueryDuration(),
        TokenKind.MinOf or TokenKind.MaxOf => ParseExtreme(),
        TokenKind.LeftParen => ParseDurationInParentheses(),
        _ => throw Unexpected(),
    };

    private DurationOperation ParseQueryDuration()
    {
        var word = Take();
        Expect(TokenKind.LeftParen);
        var close = Expect(TokenKind.RightParen);
        var @operator = word.Kind == TokenKind.Step ? DurationOperator.Step : DurationOperator.Range;
        return new DurationOperation(new TextSpan(word.Start, close.End), @operator, null, null, false);
    }

    private DurationOperation ParseExtreme()
    {
        var @operator = Take().Kind == TokenKind.MinOf ? DurationOperator.MinOf : DurationOperator.MaxOf;
        Expect(TokenKind.LeftParen);
        var left = ParseDuration(0);
        Expect(TokenKind.Comma);
        var right = ParseDuration(0);
        Expect(TokenKind.RightParen);

        // In messages it is its arguments.
        return new DurationOperation(new TextSpan(left.Position.Start, right.Position.End), @operator, left, right, false);
    }

    /// <summary>A number in parentheses becomes an operation, since a literal is printed without them.</summary>
    private DurationOperation ParseDurationInParentheses()
    {
        var open = Take();
        var inner = ParseDuration(0);
        Expect(TokenKind.RightParen);
        return inner is DurationOperation operation
            ? operation.InParentheses()
            : new DurationOperation(new TextSpan(open.Start, inner.Position.End), DurationOperator.Identity, null, inner, true);
    }

    private static DurationExpression Signed(Token sign, DurationExpression operand)
    {
        var position = new TextSpan(sign.Start, operand.Position.End);
        if (operand is DurationLiteral literal)
        {
            var value = sign.Kind == TokenKind.Subtract ? -literal.Value : literal.Value;
            return new DurationLiteral(position, value, literal.IsDuration);
        }

        return sign.Kind == TokenKind.Subtract
            ? new DurationOperation(position, DurationOperator.Negate, null, operand, false)
            : operand;
    }

    /// <summary>Where it is out of range, an offset's message points at the sign.</summary>
    private readonly DurationLiteral ToLiteral(NumberLiteral number, TextSpan? sign)
    {
        if (number.Value is > LongestSeconds or < -LongestSeconds)
        {
            Note(sign ?? number.Position, "duration out of range");
        }

        return new DurationLiteral(number.Position, number.Value, number.IsDuration);
    }
}
