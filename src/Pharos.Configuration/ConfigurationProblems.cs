using System.Runtime.CompilerServices;

namespace Pharos.Configuration;

/// <summary>
/// Collects what is wrong with a configuration while it is read and, after that, while its sections are put together. It knows where each
/// section came from, so that late complaints have a place too.
/// </summary>
public sealed class ConfigurationProblems
{
    /// <summary>Enough to work on; a file of another kind makes thousands.</summary>
    private const int MostProblems = 20;

    private readonly List<ConfigurationProblem> _problems = [];
    private readonly ConditionalWeakTable<IOptions, SectionPlace> _places = [];

    /// <summary>Whether fields that no section has are no mistakes, for files with more in them than is read.</summary>
    public bool IgnoresUnknownFields { get; init; }

    public bool IsEmpty => _problems.Count == 0;

    /// <summary>Reports a complaint about a field of a section that was read before, or about the section if the field is not in the file.</summary>
    public void Add(IOptions section, string field, string complaint) =>
        Add(_places.TryGetValue(section, out var place) ? place.Problem(field, complaint) : new ConfigurationProblem("configuration", 0, 0, field, complaint));

    public void ThrowIfAny()
    {
        if (!IsEmpty)
        {
            throw new ConfigurationException(_problems);
        }
    }

    internal int Count => _problems.Count;

    /// <summary>Whether further complaints would not be kept.</summary>
    internal bool IsFull => _problems.Count == MostProblems;

    internal void Add(ConfigurationProblem problem)
    {
        if (_problems.Count < MostProblems && !_problems.Contains(problem))
        {
            _problems.Add(problem);
        }
    }

    internal void Remember(IOptions section, SectionPlace place) => _places.AddOrUpdate(section, place);
}
