using System.Text.Json;
using HybridOrleans.Cli.Migration;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary>Prints the answer to a request, and its end: as they come, or as one document for programs.</summary>
internal sealed class VerbOutput(Session session, ComponentName component, MigrationRequest request)
{
    private MigrationAnswer? _answer;
    private GoalEnd? _end;

    /// <summary>The controller answered.</summary>
    public void Answered(MigrationAnswer answer)
    {
        _answer = answer;
        if (!answer.Done)
        {
            session.Terminal.Say($"hybrid: {answer.Message}");
        }
        else if (session.Format == OutputFormat.Text)
        {
            session.Terminal.Write($"{(request.DryRun ? "Dry run: " : "")}{answer.Message}\n");
        }
    }

    /// <summary>What was begun has ended, or does not go on.</summary>
    public void Ended(GoalEnd end)
    {
        _end = end;
        if (end.Code != ExitCode.Done)
        {
            session.Terminal.Say($"hybrid: {end.Message}");
        }
        else if (session.Format == OutputFormat.Text && end.Message != _answer?.Message)
        {
            session.Terminal.Write($"{end.Message}\n");
        }
    }

    /// <summary>Prints the document, however the command ends.</summary>
    public void Close()
    {
        if (session.Format == OutputFormat.Json && _answer is { } answer)
        {
            ResultJson.Write(session.Terminal, writer => Write(writer, answer));
        }
    }

    private void Write(Utf8JsonWriter writer, MigrationAnswer answer)
    {
        writer.WriteStartObject();
        writer.WriteString("component", MigrationNames.Of(component));
        writer.WriteString("verb", MigrationNames.Of(request.Verb));
        writer.WriteBoolean("dryRun", request.DryRun);
        writer.WriteBoolean("done", answer.Done);
        writer.WriteString("message", answer.Message);
        writer.WritePropertyName("end");
        WriteEnd(writer);
        writer.WriteEndObject();
    }

    private void WriteEnd(Utf8JsonWriter writer)
    {
        if (_end is not { } end)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("result", MigrationNames.InJson(end.Code));
        writer.WriteString("message", end.Message);
        writer.WritePropertyName("status");
        StatusJson.Write(writer, end.Status);
        writer.WriteEndObject();
    }
}
