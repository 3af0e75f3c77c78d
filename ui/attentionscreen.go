package ui

import (
	"paydesk/services/payment"
	"paydesk/ui/attention"
	"paydesk/ui/present"
	"paydesk/ui/shell"
)

func (k *Kiosk) attentionActions() attention.Actions {
	return attention.Actions{
		Act: func(id string) {
			k.touch()
			s, err := k.Till.Payment(id)
			if err != nil {
				k.note(err)
				return
			}
			k.rebook(s)
			k.paying = id // the overlay follows how it ends
			k.render()
		},
		Lock: func() { k.lockNow(); k.render() },
	}
}

func (k *Kiosk) attentionVM(a About) attention.VM {
	person := k.session.Person
	vm := attention.VM{Person: shell.PersonVM{Name: person.Name, Index: k.indexOf(person)}}
	for i, s := range present.Attention(k.Till.Active(), k.Clock.Now()) {
		vm.Items = append(vm.Items, present.AttentionItem(s, a.Own, i == 0, s.Phase == payment.Posting))
	}
	return vm
}
