using Pharos.Configuration;
using Pharos.Model;

namespace Pharos.Rules.Notifying;

/// <summary>The section <c>alerting</c>: whom alerts are sent to.</summary>
public sealed class AlertingOptions : IOptions
{
    /// <summary>What changes or drops alerts once the external labels are added.</summary>
    public IReadOnlyList<RelabelOptions> AlertRules { get; set; } = [];

    public IReadOnlyList<AlertmanagerOptions> Alertmanagers { get; set; } = [];

    public void Describe(Fields fields)
    {
        AlertRules = fields.Sections("alert_relabel_configs", AlertRules);
        Alertmanagers = fields.Sections("alertmanagers", Alertmanagers);
    }

    /// <summary>Checks what depends on the section <c>global</c>.</summary>
    public void Resolve(NameValidationScheme scheme, ConfigurationProblems problems)
    {
        RelabelOptions.Compile(AlertRules, scheme, problems);
        foreach (var alertmanager in Alertmanagers)
        {
            alertmanager.Resolve(scheme, problems);
        }
    }
}
