using Pharos.Foundation.Text;
using Pharos.Model;
using Pharos.PromQL.Syntax.Lexing;

namespace Pharos.PromQL.Syntax.Parsing;

/// <summary>Binary operators with their modifiers, and signs.</summary>
internal ref partial struct Parser
{
    private const int PowerPrecedence = 6;

    /// <summary>From the loosest, 1, to the tightest; 0 for what is no operator between expressions.</summary>
    private static int Precedence(TokenKind kind) => kind switch
    {
        TokenKind.Or => 1,
        TokenKind.And or TokenKind.Unless => 2,
        >= TokenKind.Equal and <= TokenKind.TrimLower => 3,
        TokenKind.Add or TokenKind.Subtract => 4,
        TokenKind.Multiply or TokenKind.Divide or TokenKind.Modulo or TokenKind.Atan2 => 5,
        TokenKind.Power => PowerPrecedence,
        _ => 0,
    };

    /// <summary>An operand and all operators behind it that bind as tight as <paramref name="least"/> or tighter.</summary>
    private Expression ParseBinary(int least)
    {
        Enter();
        var left = ParseOperand();
        while (Precedence(Peek()) is var precedence && precedence > 0 && precedence >= least)
        {
            var @operator = ToBinaryOperator(Take().Kind);
            var returnsBool = TryTake(TokenKind.Bool);
            var matching = ParseMatching();

            // The power operator groups from the right.
            var right = ParseBinary(precedence == PowerPrecedence ? precedence : precedence + 1);
            if (matching is not null and not { FillLeft: null, FillRight: null } && !_options.EnableBinopFillModifiers)
            {
                Note(new TextSpan(left.Position.Start, right.Position.End), "binop fill modifiers are experimental and not enabled");
            }

            left = new BinaryExpression(@operator, left, right, returnsBool, matching);
        }

        Leave();
        return left;
    }

    /// <summary>The tokens have the order of the operators.</summary>
    private static BinaryOperator ToBinaryOperator(TokenKind kind) => (BinaryOperator)((int)kind - (int)TokenKind.Add);

    private Expression ParseOperand()
    {
        if (Peek() is not (TokenKind.Add or TokenKind.Subtract))
        {
            return ParseModified(ParsePrimary());
        }

        var sign = Take();
        var isMinus = sign.Kind == TokenKind.Subtract;

        // A sign binds as tight as a product: only a power goes before it.
        var operand = ParseBinary(PowerPrecedence);
        var position = new TextSpan(sign.Start, operand.Position.End);
        if (operand is NumberLiteral number)
        {
            return new NumberLiteral(position, isMinus ? number.Value * -1 : number.Value, number.IsDuration);
        }

        return new UnaryExpression(position, isMinus ? UnaryOperator.Minus : UnaryOperator.Plus, operand);
    }

    /// <summary>Null if nothing is written.</summary>
    private VectorMatching? ParseMatching()
    {
        var cardinality = MatchCardinality.OneToOne;
        IReadOnlyList<byte[]> labels = [];
        IReadOnlyList<byte[]> include = [];
        var isOn = Peek() == TokenKind.On;
        var hasLabels = isOn || Peek() == TokenKind.Ignoring;
        if (hasLabels)
        {
            Take();
            labels = ParseGrouping();
            if (Peek() is TokenKind.GroupLeft or TokenKind.GroupRight)
            {
                cardinality = Take().Kind == TokenKind.GroupLeft ? MatchCardinality.ManyToOne : MatchCardinality.OneToMany;
                include = IsBehindMatching(Peek()) ? [] : ParseGrouping();
            }
        }

        var hasFill = Peek() is TokenKind.Fill or TokenKind.FillLeft or TokenKind.FillRight;
        var (fillLeft, fillRight) = hasFill ? ParseFill() : default;
        return hasLabels || hasFill ? new VectorMatching(cardinality, isOn, labels, include, fillLeft, fillRight) : null;
    }

    /// <summary>Whether the labels of <c>group_left</c> may be left out here; a parenthesis always begins them.</summary>
    private static bool IsBehindMatching(TokenKind kind) => TokenKinds.StartsExpression(kind) && kind != TokenKind.LeftParen;

    private (double? Left, double? Right) ParseFill()
    {
        var first = Take().Kind;
        double? value = ParseFillValue();
        switch (first)
        {
            case TokenKind.FillLeft:
                return (value, TryTake(TokenKind.FillRight) ? ParseFillValue() : null);
            case TokenKind.FillRight:
                return (TryTake(TokenKind.FillLeft) ? ParseFillValue() : null, value);
            default:
                return (value, value);
        }
    }

    private double ParseFillValue()
    {
        Expect(TokenKind.LeftParen);
        var isMinus = Peek() == TokenKind.Subtract;
        if (isMinus || Peek() == TokenKind.Add)
        {
            Take();
        }

        var value = Peek() is TokenKind.Number or TokenKind.Duration ? ParseNumber().Value : throw Unexpected();
        Expect(TokenKind.RightParen);
        return isMinus ? -value : value;
    }

    /// <summary>Names of labels in parentheses.</summary>
    private List<byte[]> ParseGrouping()
    {
        var labels = new List<byte[]>();
        if (Peek() != TokenKind.LeftParen)
        {
            throw Unexpected(ErrorContext.Grouping);
        }

        Take();
        while (!TryTake(TokenKind.RightParen))
        {
            labels.Add(ParseGroupingLabel());
            if (!TryTake(TokenKind.Comma) && Peek() != TokenKind.RightParen)
            {
                throw Unexpected(ErrorContext.GroupingEnd);
            }
        }

        return labels;
    }

    private byte[] ParseGroupingLabel()
    {
        var kind = Peek();
        if (kind != TokenKind.String && !TokenKinds.IsGroupingLabel(kind))
        {
            throw Unexpected(ErrorContext.GroupingLabel);
        }

        var token = Take();
        if (kind != TokenKind.String)
        {
            return TextOf(token).ToArray();
        }

        var name = QuotedText.Unquote(TextOf(token));
        if (!NameValidation.IsLabelName(name, NameValidationScheme.Utf8))
        {
            Note(token.Span, "invalid label name for grouping: " + GoQuote.Quote(name));
        }

        return name;
    }
}
