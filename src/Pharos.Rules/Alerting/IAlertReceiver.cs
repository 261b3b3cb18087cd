namespace Pharos.Rules.Alerting;

/// <summary>Whoever is told of alerts. Safe for concurrent use; does not wait for anybody.</summary>
public interface IAlertReceiver
{
    /// <param name="expression">Of the rule that they come from.</param>
    void Send(string expression, IReadOnlyList<Alert> alerts);
}
