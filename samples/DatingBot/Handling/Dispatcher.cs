using HybridOrleans.Samples.DatingBot.Members;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>Finds out what an update asks for.</summary>
internal sealed class Dispatcher(People people, Figuring figuring)
{
    public Task HandleAsync(Visit visit, CancellationToken cancellation)
    {
        if (visit.Member.IsLeaving || visit.Incoming.Button == Leaving.YesButton)
        {
            Leaving.Leave(visit);
            return Task.CompletedTask;
        }

        return visit.Incoming switch
        {
            { Button: { } button } => PressAsync(visit, button, cancellation),
            { Text: ['/', ..] } => CommandAsync(visit, CommandIn(visit.Incoming.Text), cancellation),
            _ => WriteAsync(visit, cancellation),
        };
    }

    /// <summary>The command without its arguments and the name of the bot.</summary>
    private static string CommandIn(string text)
        => text.Split([' ', '\n', '@'], 2)[0].ToLowerInvariant();

    private Task CommandAsync(Visit visit, string command, CancellationToken cancellation)
    {
        switch (command)
        {
            case "/start":
                Registration.Begin(visit);
                return Task.CompletedTask;
            case "/help":
                visit.Say(visit.Texts.Help);
                return Task.CompletedTask;
            case "/cancel":
                Registration.Cancel(visit);
                return Task.CompletedTask;
            case "/delete_me":
                Leaving.Ask(visit);
                return Task.CompletedTask;
            case var _ when !visit.Member.IsRegistered:
                visit.Say(visit.Texts.StartFirst);
                return Task.CompletedTask;
            case "/profile":
                visit.Say(visit.Texts.Profile(visit.Member.Answers!));
                return Task.CompletedTask;
            case "/edit":
                Editing.Offer(visit);
                return Task.CompletedTask;
            case "/list" or "/talk":
                return people.ListAsync(visit, 0, cancellation);
            case "/stop":
                return Talking.EndAsync(visit, cancellation);
            case "/stats":
                return figuring.TellAsync(visit, cancellation);
            default:
                visit.Say(visit.Texts.Help);
                return Task.CompletedTask;
        }
    }

    private Task PressAsync(Visit visit, string button, CancellationToken cancellation)
    {
        var (act, argument) = ButtonData.Read(button);
        switch (act)
        {
            case Registration.Button:
                Registration.Press(visit, argument);
                return Task.CompletedTask;
            case Leaving.Button:
                visit.Say(visit.Texts.Kept);
                return Task.CompletedTask;
            case var _ when !visit.Member.IsRegistered:
                visit.Say(visit.Texts.StartFirst);
                return Task.CompletedTask;
            case Editing.Button:
                Editing.Ask(visit, argument);
                return Task.CompletedTask;
            case People.Button:
                return people.ListAsync(visit, (int)ButtonData.Number(argument), cancellation);
            case Talking.Button:
                return Talking.BeginAsync(visit, ButtonData.Number(argument), cancellation);
            case Talking.DeclineButton:
                return Talking.DeclineAsync(visit, ButtonData.Number(argument), cancellation);
            default:
                visit.Say(visit.Texts.Help);
                return Task.CompletedTask;
        }
    }

    private static Task WriteAsync(Visit visit, CancellationToken cancellation)
    {
        switch (visit)
        {
            case { Incoming.Text: "" }:
                visit.Say(visit.Texts.OnlyText);
                return Task.CompletedTask;
            case { Dialog.Registration: not null }:
                Registration.Take(visit, visit.Incoming.Text);
                return Task.CompletedTask;
            case { Dialog.Asked: not Field.None }:
                Editing.Take(visit);
                return Task.CompletedTask;
            case { Member.IsRegistered: false }:
                visit.Say(visit.Texts.StartFirst);
                return Task.CompletedTask;
            default:
                return Talking.RelayAsync(visit, cancellation);
        }
    }
}
