using Pharos.Configuration;

namespace Pharos.Server.Configuration;

/// <summary>What the configuration of an agent must not have, since it stores nothing to query.</summary>
internal static class AgentRules
{
    public static void Check(ServerConfiguration configuration, ConfigurationProblems problems)
    {
        Refuse("alerting", configuration.Alerting.Alertmanagers.Count + configuration.Alerting.AlertRules.Count > 0);
        Refuse("rule_files", configuration.RuleFiles.Count > 0);
        Refuse("remote_read", configuration.RemoteReads.Count > 0);

        void Refuse(string section, bool hasContent)
        {
            if (hasContent)
            {
                problems.Add(configuration, section, $"field {section} is not allowed in agent mode");
            }
        }
    }
}
