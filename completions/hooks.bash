# Completion of hooks for bash: hooks completion bash

_hooks_offer() {
  # Offer the words that begin like $1, quoted for the command line.
  local begin=$1 word quoted
  shift
  for word in "$@"; do
    if [[ $word == "$begin"* ]]; then
      printf -v quoted '%q' "$word"
      COMPREPLY+=("$quoted")
    fi
  done
}

_hooks_webhooks() {
  # Offer the ids that `hooks list` printed last.
  local directory=${XDG_CACHE_HOME:-$HOME/.cache}/twenty-hooks id where
  case $OSTYPE in darwin*) directory=$HOME/Library/Caches/twenty-hooks ;; esac
  local file=${TWENTY_HOOKS_CACHE_DIR:-$directory}/webhooks
  [[ -r $file ]] || return 0
  while IFS=$'\t' read -r id where; do
    _hooks_offer "$1" "$id"
  done <"$file"
}

_hooks_files() {
  local name
  compopt -o filenames 2>/dev/null
  while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -f -- "$1")
}

_hooks_event_names=(attachment.created attachment.updated attachment.deleted attachment.restored attachment.destroyed auditLog.created auditLog.updated auditLog.deleted auditLog.restored auditLog.destroyed behavioralEvent.created behavioralEvent.updated behavioralEvent.deleted behavioralEvent.restored behavioralEvent.destroyed blocklist.created blocklist.updated blocklist.deleted blocklist.restored blocklist.destroyed calendarChannel.created calendarChannel.updated calendarChannel.deleted calendarChannel.restored calendarChannel.destroyed calendarChannelEventAssociation.created calendarChannelEventAssociation.updated calendarChannelEventAssociation.deleted calendarChannelEventAssociation.restored calendarChannelEventAssociation.destroyed calendarEvent.created calendarEvent.updated calendarEvent.deleted calendarEvent.restored calendarEvent.destroyed calendarEventParticipant.created calendarEventParticipant.updated calendarEventParticipant.deleted calendarEventParticipant.restored calendarEventParticipant.destroyed callRecording.created callRecording.updated callRecording.deleted callRecording.restored callRecording.destroyed company.created company.updated company.deleted company.restored company.destroyed connectedAccount.created connectedAccount.updated connectedAccount.deleted connectedAccount.restored connectedAccount.destroyed dashboard.created dashboard.updated dashboard.deleted dashboard.restored dashboard.destroyed favorite.created favorite.updated favorite.deleted favorite.restored favorite.destroyed favoriteFolder.created favoriteFolder.updated favoriteFolder.deleted favoriteFolder.restored favoriteFolder.destroyed message.created message.updated message.deleted message.restored message.destroyed messageCampaign.created messageCampaign.updated messageCampaign.deleted messageCampaign.restored messageCampaign.destroyed messageChannel.created messageChannel.updated messageChannel.deleted messageChannel.restored messageChannel.destroyed messageChannelMessageAssociation.created messageChannelMessageAssociation.updated messageChannelMessageAssociation.deleted messageChannelMessageAssociation.restored messageChannelMessageAssociation.destroyed messageChannelMessageAssociationMessageFolder.created messageChannelMessageAssociationMessageFolder.updated messageChannelMessageAssociationMessageFolder.deleted messageChannelMessageAssociationMessageFolder.restored messageChannelMessageAssociationMessageFolder.destroyed messageFolder.created messageFolder.updated messageFolder.deleted messageFolder.restored messageFolder.destroyed messageList.created messageList.updated messageList.deleted messageList.restored messageList.destroyed messageListMember.created messageListMember.updated messageListMember.deleted messageListMember.restored messageListMember.destroyed messageParticipant.created messageParticipant.updated messageParticipant.deleted messageParticipant.restored messageParticipant.destroyed messageThread.created messageThread.updated messageThread.deleted messageThread.restored messageThread.destroyed note.created note.updated note.deleted note.restored note.destroyed noteTarget.created noteTarget.updated noteTarget.deleted noteTarget.restored noteTarget.destroyed opportunity.created opportunity.updated opportunity.deleted opportunity.restored opportunity.destroyed person.created person.updated person.deleted person.restored person.destroyed task.created task.updated task.deleted task.restored task.destroyed taskTarget.created taskTarget.updated taskTarget.deleted taskTarget.restored taskTarget.destroyed view.created view.updated view.deleted view.restored view.destroyed viewField.created viewField.updated viewField.deleted viewField.restored viewField.destroyed viewFilter.created viewFilter.updated viewFilter.deleted viewFilter.restored viewFilter.destroyed viewFilterGroup.created viewFilterGroup.updated viewFilterGroup.deleted viewFilterGroup.restored viewFilterGroup.destroyed viewGroup.created viewGroup.updated viewGroup.deleted viewGroup.restored viewGroup.destroyed viewSort.created viewSort.updated viewSort.deleted viewSort.restored viewSort.destroyed workflow.created workflow.updated workflow.deleted workflow.restored workflow.destroyed workflowAutomatedTrigger.created workflowAutomatedTrigger.updated workflowAutomatedTrigger.deleted workflowAutomatedTrigger.restored workflowAutomatedTrigger.destroyed workflowEventListener.created workflowEventListener.updated workflowEventListener.deleted workflowEventListener.restored workflowEventListener.destroyed workflowRun.created workflowRun.updated workflowRun.deleted workflowRun.restored workflowRun.destroyed workflowVersion.created workflowVersion.updated workflowVersion.deleted workflowVersion.restored workflowVersion.destroyed workspaceMember.created workspaceMember.updated workspaceMember.deleted workspaceMember.restored workspaceMember.destroyed)
_hooks_operation_names=('*.*' '*.created' '*.updated' '*.deleted' '*.restored' '*.destroyed' 'attachment.*' 'auditLog.*' 'behavioralEvent.*' 'blocklist.*' 'calendarChannel.*' 'calendarChannelEventAssociation.*' 'calendarEvent.*' 'calendarEventParticipant.*' 'callRecording.*' 'company.*' 'connectedAccount.*' 'dashboard.*' 'favorite.*' 'favoriteFolder.*' 'message.*' 'messageCampaign.*' 'messageChannel.*' 'messageChannelMessageAssociation.*' 'messageChannelMessageAssociationMessageFolder.*' 'messageFolder.*' 'messageList.*' 'messageListMember.*' 'messageParticipant.*' 'messageThread.*' 'note.*' 'noteTarget.*' 'opportunity.*' 'person.*' 'task.*' 'taskTarget.*' 'view.*' 'viewField.*' 'viewFilter.*' 'viewFilterGroup.*' 'viewGroup.*' 'viewSort.*' 'workflow.*' 'workflowAutomatedTrigger.*' 'workflowEventListener.*' 'workflowRun.*' 'workflowVersion.*' 'workspaceMember.*' attachment.created attachment.updated attachment.deleted attachment.restored attachment.destroyed auditLog.created auditLog.updated auditLog.deleted auditLog.restored auditLog.destroyed behavioralEvent.created behavioralEvent.updated behavioralEvent.deleted behavioralEvent.restored behavioralEvent.destroyed blocklist.created blocklist.updated blocklist.deleted blocklist.restored blocklist.destroyed calendarChannel.created calendarChannel.updated calendarChannel.deleted calendarChannel.restored calendarChannel.destroyed calendarChannelEventAssociation.created calendarChannelEventAssociation.updated calendarChannelEventAssociation.deleted calendarChannelEventAssociation.restored calendarChannelEventAssociation.destroyed calendarEvent.created calendarEvent.updated calendarEvent.deleted calendarEvent.restored calendarEvent.destroyed calendarEventParticipant.created calendarEventParticipant.updated calendarEventParticipant.deleted calendarEventParticipant.restored calendarEventParticipant.destroyed callRecording.created callRecording.updated callRecording.deleted callRecording.restored callRecording.destroyed company.created company.updated company.deleted company.restored company.destroyed connectedAccount.created connectedAccount.updated connectedAccount.deleted connectedAccount.restored connectedAccount.destroyed dashboard.created dashboard.updated dashboard.deleted dashboard.restored dashboard.destroyed favorite.created favorite.updated favorite.deleted favorite.restored favorite.destroyed favoriteFolder.created favoriteFolder.updated favoriteFolder.deleted favoriteFolder.restored favoriteFolder.destroyed message.created message.updated message.deleted message.restored message.destroyed messageCampaign.created messageCampaign.updated messageCampaign.deleted messageCampaign.restored messageCampaign.destroyed messageChannel.created messageChannel.updated messageChannel.deleted messageChannel.restored messageChannel.destroyed messageChannelMessageAssociation.created messageChannelMessageAssociation.updated messageChannelMessageAssociation.deleted messageChannelMessageAssociation.restored messageChannelMessageAssociation.destroyed messageChannelMessageAssociationMessageFolder.created messageChannelMessageAssociationMessageFolder.updated messageChannelMessageAssociationMessageFolder.deleted messageChannelMessageAssociationMessageFolder.restored messageChannelMessageAssociationMessageFolder.destroyed messageFolder.created messageFolder.updated messageFolder.deleted messageFolder.restored messageFolder.destroyed messageList.created messageList.updated messageList.deleted messageList.restored messageList.destroyed messageListMember.created messageListMember.updated messageListMember.deleted messageListMember.restored messageListMember.destroyed messageParticipant.created messageParticipant.updated messageParticipant.deleted messageParticipant.restored messageParticipant.destroyed messageThread.created messageThread.updated messageThread.deleted messageThread.restored messageThread.destroyed note.created note.updated note.deleted note.restored note.destroyed noteTarget.created noteTarget.updated noteTarget.deleted noteTarget.restored noteTarget.destroyed opportunity.created opportunity.updated opportunity.deleted opportunity.restored opportunity.destroyed person.created person.updated person.deleted person.restored person.destroyed task.created task.updated task.deleted task.restored task.destroyed taskTarget.created taskTarget.updated taskTarget.deleted taskTarget.restored taskTarget.destroyed view.created view.updated view.deleted view.restored view.destroyed viewField.created viewField.updated viewField.deleted viewField.restored viewField.destroyed viewFilter.created viewFilter.updated viewFilter.deleted viewFilter.restored viewFilter.destroyed viewFilterGroup.created viewFilterGroup.updated viewFilterGroup.deleted viewFilterGroup.restored viewFilterGroup.destroyed viewGroup.created viewGroup.updated viewGroup.deleted viewGroup.restored viewGroup.destroyed viewSort.created viewSort.updated viewSort.deleted viewSort.restored viewSort.destroyed workflow.created workflow.updated workflow.deleted workflow.restored workflow.destroyed workflowAutomatedTrigger.created workflowAutomatedTrigger.updated workflowAutomatedTrigger.deleted workflowAutomatedTrigger.restored workflowAutomatedTrigger.destroyed workflowEventListener.created workflowEventListener.updated workflowEventListener.deleted workflowEventListener.restored workflowEventListener.destroyed workflowRun.created workflowRun.updated workflowRun.deleted workflowRun.restored workflowRun.destroyed workflowVersion.created workflowVersion.updated workflowVersion.deleted workflowVersion.restored workflowVersion.destroyed workspaceMember.created workspaceMember.updated workspaceMember.deleted workspaceMember.restored workspaceMember.destroyed 'metadata.*.*')

_hooks() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local path='' index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$path ${COMP_WORDS[index]}" in
      ' create' | ' list' | ' show' | ' update' | ' delete' | ' demo' | ' listen' | ' send' | ' replay' | ' sample' | ' events' | ' deliveries' | ' deliveries list' | ' deliveries show' | ' deliveries diff' | ' deliveries export' | ' deliveries import' | ' deliveries prune' | ' sign' | ' verify' | ' secret' | ' config' | ' config show' | ' config path' | ' completion') path="$path ${COMP_WORDS[index]}" ;;
    esac
  done
  # bash splits words at = and @: `--option = value`, `--option =@ 1`.
  if [[ $before == '=' || $before == '@' || $before == '=@' ]]; then
    [[ $before == *@ ]] && current=@$current
    before=${COMP_WORDS[COMP_CWORD - 2]}
  elif [[ $current == '=' || $current == '=@' ]]; then
    current=${current#=}
  fi
  case "$path $before" in
    ' create --operation' | ' create -o')
      _hooks_offer "$current" "${_hooks_operation_names[@]}"; return ;;
    ' create --description')
      return ;;
    ' create --secret')
      return ;;
    ' create --secret-file')
      _hooks_files "$current"; return ;;
    ' create --color')
      _hooks_offer "$current" auto always never; return ;;
    ' create --api-url')
      return ;;
    ' create --api-key')
      return ;;
    ' create --api-key-file')
      _hooks_files "$current"; return ;;
    ' create --profile')
      return ;;
    ' create --timeout')
      return ;;
    ' list --color')
      _hooks_offer "$current" auto always never; return ;;
    ' list --api-url')
      return ;;
    ' list --api-key')
      return ;;
    ' list --api-key-file')
      _hooks_files "$current"; return ;;
    ' list --profile')
      return ;;
    ' list --timeout')
      return ;;
    ' show --color')
      _hooks_offer "$current" auto always never; return ;;
    ' show --api-url')
      return ;;
    ' show --api-key')
      return ;;
    ' show --api-key-file')
      _hooks_files "$current"; return ;;
    ' show --profile')
      return ;;
    ' show --timeout')
      return ;;
    ' update --url')
      return ;;
    ' update --operation' | ' update -o')
      _hooks_offer "$current" "${_hooks_operation_names[@]}"; return ;;
    ' update --description')
      return ;;
    ' update --color')
      _hooks_offer "$current" auto always never; return ;;
    ' update --api-url')
      return ;;
    ' update --api-key')
      return ;;
    ' update --api-key-file')
      _hooks_files "$current"; return ;;
    ' update --profile')
      return ;;
    ' update --timeout')
      return ;;
    ' delete --color')
      _hooks_offer "$current" auto always never; return ;;
    ' delete --api-url')
      return ;;
    ' delete --api-key')
      return ;;
    ' delete --api-key-file')
      _hooks_files "$current"; return ;;
    ' delete --profile')
      return ;;
    ' delete --timeout')
      return ;;
    ' demo --color')
      _hooks_offer "$current" auto always never; return ;;
    ' listen --port')
      return ;;
    ' listen --host')
      return ;;
    ' listen --secret')
      return ;;
    ' listen --secret-file')
      _hooks_files "$current"; return ;;
    ' listen --tolerance')
      return ;;
    ' listen --event')
      _hooks_offer "$current" "${_hooks_operation_names[@]}"; return ;;
    ' listen --view')
      _hooks_offer "$current" summary record full raw; return ;;
    ' listen --count')
      return ;;
    ' listen --for')
      return ;;
    ' listen --save')
      _hooks_files "$current"; return ;;
    ' listen --store')
      _hooks_files "$current"; return ;;
    ' listen --store-limit')
      return ;;
    ' listen --max-body')
      return ;;
    ' listen --forward-to')
      return ;;
    ' listen --header')
      return ;;
    ' listen --forward-secret-file')
      _hooks_files "$current"; return ;;
    ' listen --respond')
      return ;;
    ' listen --delay')
      return ;;
    ' listen --fail-rate')
      return ;;
    ' listen --redirect')
      return ;;
    ' listen --color')
      _hooks_offer "$current" auto always never; return ;;
    ' send --to')
      return ;;
    ' send --as')
      _hooks_offer "$current" 2.x 1.8 0.55 documented; return ;;
    ' send --actor')
      _hooks_offer "$current" key user; return ;;
    ' send --set')
      return ;;
    ' send --unset')
      return ;;
    ' send --seed')
      return ;;
    ' send --data')
      _hooks_files "$current"; return ;;
    ' send --body')
      _hooks_files "$current"; return ;;
    ' send --from')
      _hooks_offer "$current" @1 @2 @3; return ;;
    ' send --store')
      _hooks_files "$current"; return ;;
    ' send --secret')
      return ;;
    ' send --secret-file')
      _hooks_files "$current"; return ;;
    ' send --header' | ' send -H')
      return ;;
    ' send --timeout')
      return ;;
    ' send --count')
      return ;;
    ' send --concurrency')
      return ;;
    ' send --color')
      _hooks_offer "$current" auto always never; return ;;
    ' replay --to')
      return ;;
    ' replay --event')
      _hooks_offer "$current" "${_hooks_operation_names[@]}"; return ;;
    ' replay --webhook')
      _hooks_webhooks "$current"; return ;;
    ' replay --record')
      _hooks_webhooks "$current"; return ;;
    ' replay --verdict')
      return ;;
    ' replay --since')
      return ;;
    ' replay --search')
      return ;;
    ' replay --set')
      return ;;
    ' replay --unset')
      return ;;
    ' replay --secret')
      return ;;
    ' replay --secret-file')
      _hooks_files "$current"; return ;;
    ' replay --header' | ' replay -H')
      return ;;
    ' replay --count')
      return ;;
    ' replay --rate')
      return ;;
    ' replay --concurrency')
      return ;;
    ' replay --timeout')
      return ;;
    ' replay --store')
      _hooks_files "$current"; return ;;
    ' replay --color')
      _hooks_offer "$current" auto always never; return ;;
    ' sample --as')
      _hooks_offer "$current" 2.x 1.8 0.55 documented; return ;;
    ' sample --actor')
      _hooks_offer "$current" key user; return ;;
    ' sample --set')
      return ;;
    ' sample --unset')
      return ;;
    ' sample --seed')
      return ;;
    ' sample --color')
      _hooks_offer "$current" auto always never; return ;;
    ' events --as')
      _hooks_offer "$current" 2.x 1.8 0.55 documented; return ;;
    ' events --color')
      _hooks_offer "$current" auto always never; return ;;
    ' deliveries --store')
      _hooks_files "$current"; return ;;
    ' deliveries --color')
      _hooks_offer "$current" auto always never; return ;;
    ' deliveries list --event')
      _hooks_offer "$current" "${_hooks_operation_names[@]}"; return ;;
    ' deliveries list --webhook')
      _hooks_webhooks "$current"; return ;;
    ' deliveries list --record')
      _hooks_webhooks "$current"; return ;;
    ' deliveries list --verdict')
      return ;;
    ' deliveries list --since')
      return ;;
    ' deliveries list --search')
      return ;;
    ' deliveries list --limit' | ' deliveries list -n')
      return ;;
    ' deliveries list --store')
      _hooks_files "$current"; return ;;
    ' deliveries list --color')
      _hooks_offer "$current" auto always never; return ;;
    ' deliveries show --view')
      _hooks_offer "$current" summary record full raw curl; return ;;
    ' deliveries show --store')
      _hooks_files "$current"; return ;;
    ' deliveries show --color')
      _hooks_offer "$current" auto always never; return ;;
    ' deliveries diff --store')
      _hooks_files "$current"; return ;;
    ' deliveries diff --color')
      _hooks_offer "$current" auto always never; return ;;
    ' deliveries export --event')
      _hooks_offer "$current" "${_hooks_operation_names[@]}"; return ;;
    ' deliveries export --webhook')
      _hooks_webhooks "$current"; return ;;
    ' deliveries export --record')
      _hooks_webhooks "$current"; return ;;
    ' deliveries export --verdict')
      return ;;
    ' deliveries export --since')
      return ;;
    ' deliveries export --search')
      return ;;
    ' deliveries export --format')
      _hooks_offer "$current" jsonl har curl; return ;;
    ' deliveries export --output')
      _hooks_files "$current"; return ;;
    ' deliveries export --store')
      _hooks_files "$current"; return ;;
    ' deliveries export --color')
      _hooks_offer "$current" auto always never; return ;;
    ' deliveries import --secret')
      return ;;
    ' deliveries import --secret-file')
      _hooks_files "$current"; return ;;
    ' deliveries import --store')
      _hooks_files "$current"; return ;;
    ' deliveries import --color')
      _hooks_offer "$current" auto always never; return ;;
    ' deliveries prune --older-than')
      return ;;
    ' deliveries prune --to-size')
      return ;;
    ' deliveries prune --store')
      _hooks_files "$current"; return ;;
    ' deliveries prune --color')
      _hooks_offer "$current" auto always never; return ;;
    ' sign --secret')
      return ;;
    ' sign --secret-file')
      _hooks_files "$current"; return ;;
    ' sign --timestamp')
      return ;;
    ' sign --format')
      _hooks_offer "$current" headers hex json curl; return ;;
    ' sign --color')
      _hooks_offer "$current" auto always never; return ;;
    ' verify --signature')
      return ;;
    ' verify --timestamp')
      return ;;
    ' verify --secret')
      return ;;
    ' verify --secret-file')
      _hooks_files "$current"; return ;;
    ' verify --tolerance')
      return ;;
    ' verify --now')
      return ;;
    ' verify --store')
      _hooks_files "$current"; return ;;
    ' verify --input')
      _hooks_offer "$current" auto body http delivery; return ;;
    ' verify --color')
      _hooks_offer "$current" auto always never; return ;;
    ' secret --color')
      _hooks_offer "$current" auto always never; return ;;
    ' config show --api-url')
      return ;;
    ' config show --api-key')
      return ;;
    ' config show --api-key-file')
      _hooks_files "$current"; return ;;
    ' config show --profile')
      return ;;
    ' config show --color')
      _hooks_offer "$current" auto always never; return ;;
    ' config path --color')
      _hooks_offer "$current" auto always never; return ;;
    ' completion --color')
      _hooks_offer "$current" auto always never; return ;;
  esac
  case "$path" in
    '')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --version
      else
        _hooks_offer "$current" create list show update delete demo listen send replay sample events deliveries sign verify secret config completion
      fi ;;
    ' create')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --operation -o --description --secret --secret-file --unsigned --force --dry-run --json --color --api-url --api-key --api-key-file --profile --insecure --timeout
      fi ;;
    ' list')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --json --color --api-url --api-key --api-key-file --profile --insecure --timeout
      fi ;;
    ' show')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --show-secrets --json --color --api-url --api-key --api-key-file --profile --insecure --timeout
      else
        _hooks_webhooks "$current"
      fi ;;
    ' update')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --url --operation -o --description --rotate-secret --unsigned --force --json --color --api-url --api-key --api-key-file --profile --insecure --timeout
      else
        _hooks_webhooks "$current"
      fi ;;
    ' delete')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --yes -y --json --color --api-url --api-key --api-key-file --profile --insecure --timeout
      else
        _hooks_webhooks "$current"
      fi ;;
    ' demo')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --color
      fi ;;
    ' listen')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --port --host --secret --secret-file --tolerance --accept-invalid --event --view --count --for --save --store --no-store --store-limit --max-body --forward-to --relay --header --forward-secret-file --insecure --respond --delay --fail-rate --drop --redirect --yes -y --json --color
      fi ;;
    ' send')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --to --as --actor --set --unset --seed --data --body --from --store --secret --secret-file --unsigned --header -H --timeout --insecure --count --concurrency --dry-run --yes -y --json --color
      else
        _hooks_offer "$current" "${_hooks_event_names[@]}"
      fi ;;
    ' replay')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --to --event --webhook --record --verdict --since --search --all --failed --as-received --set --unset --secret --secret-file --header -H --count --shuffle --rate --original-timing --concurrency --timeout --insecure --dry-run --store --yes -y --json --color
      else
        _hooks_offer "$current" @1 @2 @3; _hooks_files "$current"
      fi ;;
    ' sample')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --as --actor --set --unset --seed --color
      else
        _hooks_offer "$current" "${_hooks_event_names[@]}"
      fi ;;
    ' events')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --as --json --color
      fi ;;
    ' deliveries')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --store --json --color
      else
        _hooks_offer "$current" list show diff export import prune
      fi ;;
    ' deliveries list')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --event --webhook --record --verdict --since --search --failed --limit -n --store --json --color
      fi ;;
    ' deliveries show')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --view --no-redact --store --json --color
      else
        _hooks_offer "$current" @1 @2 @3
      fi ;;
    ' deliveries diff')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --no-redact --store --json --color
      else
        _hooks_offer "$current" @1 @2 @3
      fi ;;
    ' deliveries export')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --event --webhook --record --verdict --since --search --format --output --no-redact --store --color
      else
        _hooks_offer "$current" @1 @2 @3
      fi ;;
    ' deliveries import')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --secret --secret-file --store --json --color
      else
        _hooks_files "$current"
      fi ;;
    ' deliveries prune')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --older-than --to-size --store --yes -y --json --color
      fi ;;
    ' sign')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --secret --secret-file --timestamp --format --color
      else
        _hooks_files "$current"
      fi ;;
    ' verify')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --signature --timestamp --secret --secret-file --tolerance --now --store --input --no-diagnose --json --color
      else
        _hooks_offer "$current" @1 @2 @3; _hooks_files "$current"
      fi ;;
    ' secret')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --new --json --color
      fi ;;
    ' config')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h
      else
        _hooks_offer "$current" show path
      fi ;;
    ' config show')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --api-url --api-key --api-key-file --profile --json --color
      fi ;;
    ' config path')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --json --color
      fi ;;
    ' completion')
      if [[ $current == -* ]]; then
        _hooks_offer "$current" --help -h --color
      else
        _hooks_offer "$current" bash zsh fish
      fi ;;
  esac
}
complete -F _hooks hooks twenty-hooks
