using Pharos.Model;
using Pharos.PromQL;

namespace Pharos.Rules;

/// <summary>Something that is evaluated again and again. Evaluated by one thread at a time; what it tells of itself may be read by all.</summary>
public abstract class Rule
{
    private volatile RuleHealth _health = RuleHealth.Unknown;

    private protected Rule(string name, QueryRequest query, string expression, Labels labels)
    {
        (Name, Query, Expression, Labels) = (name, query, expression, labels);
    }

    public string Name { get; }

    /// <summary>The query, in the form that the printer gives it.</summary>
    public string Expression { get; }

    /// <summary>Those that it adds to its results; of an alert, as they stand in the file.</summary>
    public Labels Labels { get; }

    /// <summary>For any time, by <see cref="QueryRequest.AtTime"/>.</summary>
    public QueryRequest Query { get; }

    public RuleHealth Health
    {
        get => _health;
        internal set => _health = value;
    }

    /// <summary>Whether it is the same rule as one of another loading of the file, so that it goes on with what that has.</summary>
    internal bool IsSameAs(Rule other) => Name == other.Name && Labels == other.Labels && GetType() == other.GetType();

    /// <param name="time">Of the tick; the query is asked for what was the offset before.</param>
    /// <exception cref="RuleException">There is no result.</exception>
    /// <exception cref="QueryException">There is no result.</exception>
    internal abstract Task<IReadOnlyList<RuleSample>> EvaluateAsync(RuleQueries queries, DateTimeOffset time, TimeSpan offset, int limit, CancellationToken cancellation);
}
