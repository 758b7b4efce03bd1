using System.CommandLine;
using System.Text.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Configuration;

/// <summary>Which configuration is meant.</summary>
internal sealed class ScopeOptions
{
    private readonly Option<string> _scope = new("--scope")
    {
        Description = "What it is for, such as global or chat.",
        HelpName = "NAME",
        DefaultValueFactory = _ => ConfigurationKey.GlobalScope,
    };

    private readonly Option<string> _scopeId = new("--id")
    {
        Description = "Which one of the scope; left out where there is one only.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "",
    };

    /// <summary>How a configuration is called in messages.</summary>
    public static string NameOf(ConfigurationKey key)
        => key.ScopeId.Length == 0 ? $"configuration '{key.Scope}'" : $"configuration '{key.Scope}' of '{key.ScopeId}'";

    /// <summary>Writes the members that name a configuration.</summary>
    public static void Write(Utf8JsonWriter writer, ConfigurationKey key)
    {
        writer.WriteString("bot", key.Bot.Value);
        writer.WriteString("scope", key.Scope);
        writer.WriteString("id", key.ScopeId);
    }

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command, SharedOptions shared)
    {
        command.Add(shared.Bot);
        command.Add(_scope);
        command.Add(_scopeId);
    }

    /// <summary>The configuration that was named.</summary>
    /// <exception cref="InvalidInputException">The scope or its id is none.</exception>
    public ConfigurationKey KeyOf(Session session, ParseResult parsed)
        => new(session.Bot, parsed.GetValue(_scope)!, parsed.GetValue(_scopeId)!);
}
